import { useForm } from '@mantine/form';
import { useHotkeys } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { OrgSettingsDocument, type OrgSettings } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi, useApiKey, useServices } from '../../../app/services.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { ConflictPanel } from './ConflictPanel.tsx';
import { sameJson } from '../common/json.logic.ts';
import { HistoryPanel, historyPath } from './HistoryPanel.tsx';
import { keepDraft, keptDraft } from './keptDrafts.ts';
import {
  changesOf,
  draftOf,
  settingErrors,
  settingLabels,
  settingsOf,
  type SettingKey,
  type SettingsDraft,
} from './settings.logic.ts';
import { SettingsForm } from './SettingsForm.tsx';
import common from '../common/common.module.css';
import classes from './settings.module.css';

const path = '/v1/org/settings';

/** The settings document of the active organization: form on the left, what saving changes on the right. */
export function SettingsTab() {
  return (
    <QueryView query={useApi(path, OrgSettingsDocument)} lines={9}>
      {(latest) => <SettingsEditor latest={latest} />}
    </QueryView>
  );
}

function SettingsEditor(props: { latest: OrgSettingsDocument }) {
  const { latest } = props;
  const { api } = useServices();
  const queries = useQueryClient();
  const key = useApiKey(path);
  const historyKey = useApiKey(historyPath);
  const auditKey = useApiKey('/v1/org/audit');
  const draftKey = JSON.stringify(key);
  const [start] = useState(() => keptDraft(draftKey));
  /** The version the values on screen started from. */
  const [base, setBase] = useState(start?.base ?? latest);
  const [theirs, setTheirs] = useState<OrgSettingsDocument | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [saving, setSaving] = useState(false);
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const form = useForm<SettingsDraft>({
    initialValues: start?.values ?? draftOf(latest.settings),
    validate: settingErrors,
    validateInputOnBlur: true,
  });

  const dirty = !sameJson(form.values, draftOf(base.settings));
  useEffect(() => keepDraft(draftKey, dirty ? { base, values: form.values } : null));

  const load = (document: OrgSettingsDocument): void => {
    setBase(document);
    setTheirs(null);
    setError(null);
    form.setValues(draftOf(document.settings));
    form.clearErrors();
  };

  // A newer version read in the background is shown at once, unless there is something unsaved on screen.
  const isNews = latest.version !== base.version && !dirty;
  useEffect(() => {
    if (isNews) load(latest);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isNews, latest]);

  const take = (document: OrgSettingsDocument, saved: boolean): void => {
    queries.setQueryData(key, document);
    void queries.invalidateQueries({ queryKey: historyKey });
    void queries.invalidateQueries({ queryKey: auditKey });
    load(document);
    if (saved) setSavedVersion(document.version);
  };

  const save = async (settings: OrgSettings, version: number): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      const saved = await api(path, {
        method: 'PUT',
        body: settings,
        version,
        schema: OrgSettingsDocument,
      });
      take(saved, true);
    } catch (cause) {
      const failure = asAppError(cause);
      if (failure.code === 'resource.conflict') await showConflict();
      else setError(failure);
    } finally {
      setSaving(false);
    }
  };

  const showConflict = async (): Promise<void> => {
    try {
      const current = await api(path, { schema: OrgSettingsDocument });
      queries.setQueryData(key, current);
      setTheirs(current);
    } catch (cause) {
      setError(asAppError(cause));
    }
  };

  const mine = settingsOf(form.values, base.settings);
  const submit = form.onSubmit(() => void save(mine, base.version));
  const changes = changesOf(base.settings, mine);
  const broken = Object.keys(settingErrors(form.values)).map(fieldName);

  const canSave = broken.length === 0 && theirs === null && !saving && base.canWrite;
  useHotkeys(
    [['mod+S', () => canSave && changes.length > 0 && void save(mine, base.version)]],
    // In fields too: that is where one is when one wants to save.
    [],
  );

  return (
    <>
      <p className={common['intro']}>
        Settings of your own app, kept by this backend; your app reads them with a member’s session
        token. Nothing here changes Clerk.
      </p>
      {theirs !== null && (
        <div className={classes['conflict']} ref={showPanel}>
          <ConflictPanel
            base={base.settings}
            theirs={theirs}
            mine={mine}
            saving={saving}
            error={error}
            onTakeTheirs={() => load(theirs)}
            onSave={(settings) => void save(settings, theirs.version)}
          />
        </div>
      )}
      <div className={classes['settings']}>
        <SettingsForm form={form} document={base} onSubmit={submit} />
        {theirs === null && (
          <div className={classes['aside']}>
            <ChangesPanel
              base={base}
              changes={changes}
              broken={broken}
              dirty={dirty}
              saving={saving}
              savedVersion={savedVersion === base.version ? savedVersion : null}
              error={error}
              onDiscard={() => load(latest)}
            />
            <HistoryPanel current={base} unsaved={dirty} onDocument={take} />
          </div>
        )}
      </div>
    </>
  );
}

/** Whoever saved from far down the form has to see what became of it. */
const showPanel = (box: HTMLElement | null): void => box?.scrollIntoView({ block: 'nearest' });

const fieldName = (key: string): string => {
  if (key === 'customText') return 'Free-form JSON';
  return settingLabels[key as SettingKey] ?? 'Feature flags';
};
