import { ColorInput, NumberInput, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { OrgSettings, OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import IconLock from '@tabler/icons-react/icons/IconLock';
import { Panel } from '../../../ui/Panel.tsx';
import { settingLabels, settingText } from './settings.logic.ts';
import classes from '../organization.module.css';

export const settingsFormId = 'organization-settings';

/** The fields. Who may not save sees them too, with the reason. */
export function SettingsForm(props: {
  form: UseFormReturnType<OrgSettings>;
  document: OrgSettingsDocument;
  onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void;
}) {
  const { form, document } = props;
  const { canWrite } = document;
  // Read-only rather than disabled: who may not save should still be able to read and copy.
  const locked = canWrite ? {} : { readOnly: true, variant: 'filled' as const };
  // A switch that cannot be moved shows its state too faintly: say it.
  const stateOf = (value: boolean): string => (canWrite ? '' : ` · ${settingText(value)}`);
  return (
    <Panel
      title="Settings"
      aside={
        <span className="dim">
          {document.version === 0 ? 'defaults, nothing saved' : `version ${document.version}`}
        </span>
      }
    >
      {!canWrite && (
        <p className={classes['denied']} id="settings-why-not">
          <IconLock size={15} stroke={1.7} aria-hidden />
          <span>{document.whyNot ?? 'You may read these settings, but not change them.'}</span>
        </p>
      )}
      <form
        id={settingsFormId}
        noValidate
        onSubmit={props.onSubmit}
        aria-label="Organization settings"
      >
        <fieldset
          className={classes['fields']}
          aria-describedby={canWrite ? undefined : 'settings-why-not'}
        >
          <legend className="sr-only">Settings of the organization</legend>
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
          <ColorInput
            label={settingLabels.accentColor}
            format="hex"
            withEyeDropper={false}
            {...locked}
            {...form.getInputProps('accentColor')}
          />
          <NumberInput
            label={settingLabels.dataRetentionDays}
            description="1 to 3,650"
            allowDecimal={false}
            allowNegative={false}
            {...locked}
            {...form.getInputProps('dataRetentionDays')}
          />
          <Switch
            label={settingLabels.weeklyDigest}
            description={`A summary by mail on Mondays${stateOf(form.values.weeklyDigest)}`}
            disabled={!canWrite}
            {...form.getInputProps('weeklyDigest', { type: 'checkbox' })}
          />
          <Switch
            label={settingLabels.requireReview}
            description={`Changes to data wait for a second person${stateOf(form.values.requireReview)}`}
            disabled={!canWrite}
            {...form.getInputProps('requireReview', { type: 'checkbox' })}
          />
        </fieldset>
      </form>
    </Panel>
  );
}
