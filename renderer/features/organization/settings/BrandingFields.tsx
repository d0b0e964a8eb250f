import { ColorInput, Input, SegmentedControl, TextInput } from '@mantine/core';
import { lockedUnless, type FieldsProps } from './fields.ts';
import { settingLabels } from './settings.logic.ts';
import classes from './settings.module.css';

export function BrandingFields({ form, canWrite }: FieldsProps) {
  const locked = lockedUnless(canWrite);
  return (
    <div className={classes['fields']}>
      <TextInput
        type="url"
        label={settingLabels['branding.logoUrl']}
        description="A picture on the web, https only. It is not loaded here"
        placeholder="https://"
        {...locked}
        {...form.getInputProps('branding.logoUrl')}
      />
      <ColorInput
        label={settingLabels.accentColor}
        format="hex"
        withEyeDropper={false}
        {...locked}
        {...form.getInputProps('accentColor')}
      />
      <Input.Wrapper label={settingLabels['branding.theme']} labelElement="div">
        <div>
          <SegmentedControl
            size="xs"
            aria-label={settingLabels['branding.theme']}
            readOnly={!canWrite}
            data={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
            {...form.getInputProps('branding.theme')}
          />
        </div>
      </Input.Wrapper>
    </div>
  );
}
