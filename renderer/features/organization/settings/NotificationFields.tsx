import { Switch, TagsInput } from '@mantine/core';
import { lockedUnless, stateOf, type FieldsProps } from './fields.ts';
import { settingLabels } from './settings.logic.ts';
import classes from './settings.module.css';

export function NotificationFields({ form, canWrite }: FieldsProps) {
  const { weeklyDigest, notifications } = form.values;
  return (
    <div className={classes['fields']}>
      <Switch
        label={settingLabels.weeklyDigest}
        description={`A summary by mail on Mondays${stateOf(canWrite, weeklyDigest)}`}
        disabled={!canWrite}
        {...form.getInputProps('weeklyDigest', { type: 'checkbox' })}
      />
      <Switch
        label={settingLabels['notifications.securityAlerts']}
        description={`Sign-ins from new devices and changes of roles${stateOf(canWrite, notifications.securityAlerts)}`}
        disabled={!canWrite}
        {...form.getInputProps('notifications.securityAlerts', { type: 'checkbox' })}
      />
      <Switch
        label={settingLabels['notifications.productNews']}
        description={`What is new in your app${stateOf(canWrite, notifications.productNews)}`}
        disabled={!canWrite}
        {...form.getInputProps('notifications.productNews', { type: 'checkbox' })}
      />
      <TagsInput
        label={settingLabels['notifications.recipients']}
        description="Email addresses, up to 20. Enter adds one"
        splitChars={[',', ' ', ';']}
        {...lockedUnless(canWrite)}
        {...form.getInputProps('notifications.recipients')}
      />
    </div>
  );
}
