import type { UseFormReturnType } from '@mantine/form';
import type { FormEvent } from 'react';
import type { OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { JsonField } from '../common/JsonField.tsx';
import { Locked } from '../common/Locked.tsx';
import { BrandingFields } from './BrandingFields.tsx';
import type { FieldsProps } from './fields.ts';
import { FlagFields } from './FlagFields.tsx';
import { GeneralFields } from './GeneralFields.tsx';
import { NotificationFields } from './NotificationFields.tsx';
import { RetentionFields } from './RetentionFields.tsx';
import { mostCustomBytes, readCustom, type SettingsDraft } from './settings.logic.ts';
import classes from './settings.module.css';

export const settingsFormId = 'organization-settings';
const whyNotId = 'settings-why-not';

/** Every section of the document. Who may not save sees them too, with the reason. */
export function SettingsForm(props: {
  form: UseFormReturnType<SettingsDraft>;
  document: OrgSettingsDocument;
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
}) {
  const { form, document } = props;
  const { canWrite } = document;
  const fields: FieldsProps = { form, canWrite };
  const version =
    document.version === 0 ? 'defaults, nothing saved' : `version ${document.version}`;
  return (
    <div>
      {!canWrite && (
        <Locked id={whyNotId}>
          {document.whyNot ?? 'You may read these settings, but not change them.'}
        </Locked>
      )}
      <form
        id={settingsFormId}
        noValidate
        className={classes['sections']}
        onSubmit={props.onSubmit}
        aria-label="Organization settings"
        aria-describedby={canWrite ? undefined : whyNotId}
      >
        <Panel title="General" aside={<span className="dim">{version}</span>}>
          <GeneralFields {...fields} />
        </Panel>
        <Panel title="Branding">
          <BrandingFields {...fields} />
        </Panel>
        <Panel title="Feature flags">
          <FlagFields {...fields} />
        </Panel>
        <Panel title="Notifications">
          <NotificationFields {...fields} />
        </Panel>
        <Panel title="Data retention">
          <RetentionFields {...fields} />
        </Panel>
        <Panel title="Anything else">
          <JsonField
            label="Free-form JSON"
            description="An object of your app’s own"
            text={form.values.customText}
            reading={readCustom(form.values.customText)}
            mostBytes={mostCustomBytes}
            readOnly={!canWrite}
            onChange={(text) => form.setFieldValue('customText', text)}
          />
        </Panel>
      </form>
    </div>
  );
}
