import { Autocomplete, Switch, Textarea, TextInput } from '@mantine/core';
import { lockedUnless, stateOf, type FieldsProps } from './fields.ts';
import { settingLabels } from './settings.logic.ts';
import classes from './settings.module.css';

/** Names the browser knows; any other can be typed. */
const timeZones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];

export function GeneralFields({ form, canWrite }: FieldsProps) {
  const locked = lockedUnless(canWrite);
  return (
    <div className={classes['fields']}>
      <TextInput
        label={settingLabels.displayName}
        description="What your app calls this organization"
        {...locked}
        {...form.getInputProps('displayName')}
      />
      <TextInput
        type="email"
        label={settingLabels.supportEmail}
        description="Where its people are sent for help"
        {...locked}
        {...form.getInputProps('supportEmail')}
      />
      <Textarea
        label={settingLabels['general.description']}
        autosize
        minRows={2}
        maxRows={8}
        {...locked}
        {...form.getInputProps('general.description')}
      />
      <Autocomplete
        label={settingLabels['general.timeZone']}
        data={timeZones}
        limit={30}
        maxDropdownHeight={220}
        {...locked}
        {...form.getInputProps('general.timeZone')}
      />
      <TextInput
        label={settingLabels['general.locale']}
        description="A language tag such as en or de-CH"
        {...locked}
        {...form.getInputProps('general.locale')}
      />
      <Switch
        label={settingLabels.requireReview}
        description={`Changes to data wait for a second person${stateOf(canWrite, form.values.requireReview)}`}
        disabled={!canWrite}
        {...form.getInputProps('requireReview', { type: 'checkbox' })}
      />
    </div>
  );
}
