import { Button } from '@mantine/core';
import type { OrgSettings, OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { changesOf } from './settings.logic.ts';
import { settingsFormId } from './SettingsForm.tsx';
import classes from '../organization.module.css';

/** What saving would change, before it is saved. */
export function ChangesPanel(props: {
  base: OrgSettingsDocument;
  values: OrgSettings;
  valid: boolean;
  saving: boolean;
  savedVersion: number | null;
  error: AppError | null;
  onDiscard: () => void;
}) {
  const { base, saving, error } = props;
  const changes = changesOf(base.settings, props.values);
  const none = changes.length === 0;
  return (
    <Panel title="What changes">
      {none ? (
        <p className={classes['quiet']}>
          {quietText(base.canWrite, props.savedVersion)}{' '}
          {base.updatedAtMs !== null && (
            <>
              Last saved <RelativeTime atMs={base.updatedAtMs} />.
            </>
          )}
        </p>
      ) : (
        <ul className={classes['changes']} aria-label="What changes">
          {changes.map(({ name, label, before, after }) => (
            <li key={name}>
              <span>{label}</span>
              <span>
                <del>{before}</del>
                <span aria-hidden> → </span>
                <ins>{after}</ins>
              </span>
            </li>
          ))}
        </ul>
      )}
      {error !== null && (
        <p role="alert" className={classes['problem']}>
          {error.message} {error.remedy} <code>{error.code}</code>
        </p>
      )}
      {base.canWrite && (
        <div className={classes['buttons']}>
          <Button
            type="submit"
            form={settingsFormId}
            loading={saving}
            disabled={none || !props.valid}
          >
            Save version {base.version + 1}
          </Button>
          {!none && (
            <Button variant="subtle" color="gray" disabled={saving} onClick={props.onDiscard}>
              Discard changes
            </Button>
          )}
        </div>
      )}
      <output className="sr-only">
        {props.savedVersion !== null && `Version ${props.savedVersion} saved`}
      </output>
    </Panel>
  );
}

const quietText = (canWrite: boolean, savedVersion: number | null): string => {
  if (savedVersion !== null) return `Version ${savedVersion} is saved.`;
  return canWrite
    ? 'Nothing yet. Edit a field to see the difference here.'
    : 'Nothing: you can read these settings, and somebody else saves them.';
};
