import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { OrgSettings, OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi, useApiKey, useServices } from '../../../app/services.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { ConflictPanel } from './ConflictPanel.tsx';
import { HistoryPanel, historyPath } from './HistoryPanel.tsx';
import { settingErrors } from './settings.logic.ts';
import { SettingsForm } from './SettingsForm.tsx';
import classes from '../organization.module.css';

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
  /** The version the values on screen started from. */
  const [base, setBase] = useState(latest);
  const [theirs, setTheirs] = useState<OrgSettingsDocument | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [saving, setSaving] = useState(false);
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const form = useForm<OrgSettings>({
    initialValues: latest.settings,
    validate: settingErrors,
    validateInputOnBlur: true,
  });

  const load = (document: OrgSettingsDocument): void => {
    setBase(document);
    setTheirs(null);
    setError(null);
    form.setInitialValues(document.settings);
    form.setValues(document.settings);
    form.clearErrors();
  };

  // A newer version read in the background is shown at once, unless there is something unsaved on screen.
  const isNews = latest.version !== base.version && !form.isDirty();
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

  const submit = form.onSubmit((values) => void save(OrgSettings.parse(values), base.version));

  return (
    <div className={classes['settings']}>
      <SettingsForm form={form} document={base} onSubmit={submit} />
      {theirs === null ? (
        <div className={classes['aside']}>
          <ChangesPanel
            base={base}
            values={form.values}
            valid={Object.keys(settingErrors(form.values)).length === 0}
            saving={saving}
            savedVersion={savedVersion === base.version ? savedVersion : null}
            error={error}
            onDiscard={() => load(latest)}
          />
          <HistoryPanel current={base} unsaved={form.isDirty()} onDocument={take} />
        </div>
      ) : (
        <ConflictPanel
          base={base.settings}
          theirs={theirs}
          mine={form.values}
          saving={saving}
          error={error}
          onTakeTheirs={() => load(theirs)}
          onSave={(settings) => void save(settings, theirs.version)}
        />
      )}
    </div>
  );
}
