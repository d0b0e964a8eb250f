import { Button } from '@mantine/core';
import type { OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { Problem } from '../common/Problem.tsx';
import { ChangeList } from './ChangeList.tsx';
import type { SettingChange } from './settings.logic.ts';
import { settingsFormId } from './SettingsForm.tsx';
import common from '../common/common.module.css';

/** What saving would change, before it is saved. */
export function ChangesPanel(props: {
  base: OrgSettingsDocument;
  changes: readonly SettingChange[];
  /** Names of fields that cannot be saved as they are. */
  broken: readonly string[];
  /** Something is typed, if only white space. */
  dirty: boolean;
  saving: boolean;
  savedVersion: number | null;
  error: AppError | null;
  onDiscard: () => void;
}) {
  const { base, changes, broken, saving } = props;
  const none = changes.length === 0;
  return (
    <Panel title="What changes">
      {none ? (
        <p className={common['quiet']}>
          {quietText(base.canWrite, props.savedVersion)}{' '}
          {base.updatedAtMs !== null && (
            <>
              Last saved <RelativeTime atMs={base.updatedAtMs} />.
            </>
          )}
        </p>
      ) : (
        <ChangeList label="What changes" changes={changes} />
      )}
      {broken.length > 0 && (
        <p className={common['problem']}>Not saved like this: see {broken.join(', ')}.</p>
      )}
      <Problem error={props.error} />
      {base.canWrite && (
        <div className={common['buttons']}>
          <Button
            type="submit"
            form={settingsFormId}
            loading={saving}
            disabled={none || broken.length > 0}
          >
            Save version {base.version + 1}
          </Button>
          {props.dirty && (
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
