import { Button } from '@mantine/core';
import { useState } from 'react';
import { OrgSettingsDocument, SettingsHistory } from '../../../../shared/contract/http.ts';
import { appError, type AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useServices } from '../../../app/services.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { Tag } from '../../../ui/Tag.tsx';
import { Person } from '../common/Person.tsx';
import { Problem } from '../common/Problem.tsx';
import { useCursorPages } from '../common/useCursorPages.ts';
import { ChangeList } from './ChangeList.tsx';
import { changesOf, type SettingChange } from './settings.logic.ts';
import common from '../common/common.module.css';
import classes from './settings.module.css';

const path = '/v1/org/settings';
export const historyPath = `${path}/history`;

/** Every version as it was saved, with what it changed. Restoring one saves it anew; none is ever lost. */
export function HistoryPanel(props: {
  current: OrgSettingsDocument;
  /** Something unsaved is on screen, which restoring would take away. */
  unsaved: boolean;
  /** `restored` is false when somebody else's newer version has to be shown instead. */
  onDocument: (document: OrgSettingsDocument, restored: boolean) => void;
}) {
  const { current, unsaved } = props;
  const { api } = useServices();
  const pages = useCursorPages(historyPath, SettingsHistory, 20);
  const [restoring, setRestoring] = useState<number | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const restore = async (version: number): Promise<void> => {
    setRestoring(version);
    setError(null);
    try {
      const saved = await api(`${historyPath}/${version}/restore`, {
        method: 'POST',
        version: current.version,
        schema: OrgSettingsDocument,
      });
      props.onDocument(saved, true);
    } catch (cause) {
      setError(await explain(asAppError(cause), version));
    } finally {
      setRestoring(null);
    }
  };

  /** After a lost race the newer version is on screen, and the choice is made again with it in view. */
  const explain = async (failure: AppError, version: number): Promise<AppError> => {
    if (failure.code !== 'resource.conflict') return failure;
    try {
      const newer = await api(path, { schema: OrgSettingsDocument });
      props.onDocument(newer, false);
      return appError(
        'resource.conflict',
        `Somebody saved version ${newer.version} first, so version ${version} was not restored.`,
        { remedy: 'The newer version is shown now: restore again if you still want to.' },
      );
    } catch (cause) {
      return asAppError(cause);
    }
  };

  return (
    <Panel title="Versions">
      <Problem error={error} />
      {unsaved && current.canWrite && (
        <p className={common['quiet']}>Save or discard your changes before restoring a version.</p>
      )}
      <QueryView query={pages} lines={4}>
        {({ pages: loaded }) => {
          const versions = loaded.flatMap((page) => page.data);
          if (versions.length === 0) {
            return <p className={common['quiet']}>Nothing was saved yet.</p>;
          }
          return (
            <ol className={classes['versions']} aria-label="Versions, newest first">
              {versions.map(({ version, settings, updatedAtMs, updatedBy }, at) => {
                const older = versions[at + 1];
                return (
                  <li key={version}>
                    <div className={classes['versionHead']}>
                      <b>Version {version}</b>
                      <span className="dim">
                        <Person userId={updatedBy} />, <RelativeTime atMs={updatedAtMs} />
                      </span>
                      {version === current.version ? (
                        <Tag tone="accent">current</Tag>
                      ) : (
                        current.canWrite && (
                          <Button
                            size="compact-xs"
                            variant="default"
                            aria-label={`Restore version ${version}`}
                            loading={restoring === version}
                            disabled={unsaved || restoring !== null}
                            onClick={() => void restore(version)}
                          >
                            Restore
                          </Button>
                        )
                      )}
                    </div>
                    {older !== undefined && (
                      <VersionChanges changes={changesOf(older.settings, settings)} />
                    )}
                  </li>
                );
              })}
            </ol>
          );
        }}
      </QueryView>
      {pages.hasNextPage && (
        <div className={common['buttons']}>
          <Button
            variant="subtle"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Show more versions
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** More than this many are folded away behind their number. */
const shownAtOnce = 4;

function VersionChanges({ changes }: { changes: readonly SettingChange[] }) {
  if (changes.length === 0) return <span className="dim">No difference.</span>;
  const list = <ChangeList label="Changes of this version" changes={changes} />;
  if (changes.length <= shownAtOnce) return list;
  return (
    <details>
      <summary>{changes.length} changes</summary>
      {list}
    </details>
  );
}
