import { NumberInput } from '@mantine/core';
import { lockedUnless, type FieldsProps } from './fields.ts';
import { settingLabels, type SettingKey } from './settings.logic.ts';
import classes from './settings.module.css';

const fields: readonly (readonly [key: SettingKey, note: string])[] = [
  ['dataRetentionDays', 'Everything your app keeps, 1 to 3,650'],
  ['dataRetention.auditLogDays', 'The log of your app, 1 to 3,650'],
  ['dataRetention.deletedItemsDays', 'Until they are gone for good, 0 to 365'],
];

export function RetentionFields({ form, canWrite }: FieldsProps) {
  return (
    <div className={classes['fields']}>
      {fields.map(([key, note]) => (
        <NumberInput
          key={key}
          label={settingLabels[key]}
          description={note}
          allowDecimal={false}
          allowNegative={false}
          {...lockedUnless(canWrite)}
          {...form.getInputProps(key)}
        />
      ))}
    </div>
  );
}
