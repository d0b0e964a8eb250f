import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { JwtTemplate } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { PropertyFinding } from '../../../../shared/domain/template/properties.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApiKey, useServices } from '../../../app/services.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import type { TemplateEntry } from '../entries.logic.ts';
import { ChangeTable } from '../preview/ChangeTable.tsx';
import { ProductionGate } from './ProductionGate.tsx';
import {
  bodyOf,
  findingsOf,
  formOf,
  propertyChanges,
  type PropertyChange,
  type PropertyForm,
} from './save.logic.ts';
import classes from './save.module.css';

const algorithms = ['RS256', 'HS256'];

/** Shows what a save changes, in the claims and beside them, before it is done. */
export function SaveDialog(props: {
  entry: TemplateEntry;
  claims: JsonObject;
  onSaved: (template: JwtTemplate) => void;
  onClose: () => void;
}) {
  const { entry, claims, onClose } = props;
  const { deployed } = entry;
  const { api, bootstrap } = useServices();
  const queries = useQueryClient();
  const listKey = useApiKey('/v1/templates');
  const key = useRef<HTMLTextAreaElement>(null);
  const [hasKey, setHasKey] = useState(false);
  const [form, setForm] = useState(() => formOf(entry.name, deployed));
  const [mayWrite, setMayWrite] = useState(bootstrap.instance.kind !== 'production');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  const findings = findingsOf(form, hasKey);
  const before = deployed === null ? {} : (deployed.claims as JsonObject);
  const { changes } = diffClaims(before, claims);
  const properties = propertyChanges(form, deployed, hasKey);
  const nothing = deployed !== null && changes.length === 0 && properties.length === 0;
  const refused = findings.some(({ severity }) => severity === 'error');
  const keyMissing = form.customKey && !hasKey && deployed?.customSigningKey !== true;

  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const body = bodyOf(form, claims, key.current?.value ?? '');
    try {
      const saved = await (deployed === null
        ? api('/v1/templates', { method: 'POST', body, schema: JwtTemplate })
        : api(`/v1/templates/${encodeURIComponent(deployed.id)}`, {
            method: 'PATCH',
            body,
            schema: JwtTemplate,
            ...(deployed.etag === undefined ? {} : { etag: deployed.etag }),
          }));
      await queries.invalidateQueries({ queryKey: listKey });
      props.onSaved(saved);
    } catch (cause) {
      const failure = asAppError(cause);
      // What is there now is loaded: the differences below are against it from here on.
      if (failure.code === 'resource.conflict') {
        await queries.invalidateQueries({ queryKey: listKey });
      }
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={deployed === null ? `Create ${form.name}?` : `Save ${deployed.name}?`}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes['dialog']}>
        <p>
          {deployed === null
            ? `A new JWT template on ${bootstrap.instance.name}. Tokens of it can be asked for at once.`
            : `Tokens of this template carry the change from the next one that is minted on ${bootstrap.instance.name}; those given out stay as they are.`}
        </p>
        <Properties form={form} onChange={setForm} isNew={deployed === null} findings={findings} />
        {form.customKey && (
          <Textarea
            ref={key}
            size="xs"
            label="Signing key"
            description={
              deployed?.customSigningKey === true
                ? 'Clerk never gives the old one back. Whether it stays when this is left empty is not documented: enter it again to be sure.'
                : 'The secret for HS256, a private key in PEM for RS256. It goes to Clerk once and cannot be read back.'
            }
            autoComplete="off"
            spellCheck={false}
            minRows={2}
            classNames={{ input: classes['secret'] ?? '' }}
            onChange={(change) => setHasKey(change.currentTarget.value !== '')}
          />
        )}
        <Differences changes={changes} properties={properties} isNew={deployed === null} />
        <ProductionGate onChange={setMayWrite} />
        {error !== null && (
          <p role="alert" className={classes['problem']}>
            {error.message}{' '}
            {error.code === 'resource.conflict'
              ? 'The differences above are against what is there now; save again to replace it.'
              : error.remedy}{' '}
            <code>{error.code}</code>
          </p>
        )}
        <div className={classes['buttons']}>
          <Button
            loading={busy}
            disabled={nothing || refused || keyMissing || !mayWrite}
            onClick={() => void save()}
          >
            {deployed === null ? 'Create template' : 'Save template'}
          </Button>
          <Button variant="default" disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          {nothing && <span className="dim">There is nothing to save yet.</span>}
        </div>
      </div>
    </Modal>
  );
}

function Properties(props: {
  form: PropertyForm;
  isNew: boolean;
  findings: readonly PropertyFinding[];
  onChange: (form: PropertyForm) => void;
}) {
  const { form, onChange, findings } = props;
  const about = (...names: PropertyFinding['property'][]) =>
    findings.filter(({ property }) => names.includes(property));
  const errorOf = (...names: PropertyFinding['property'][]): string | undefined =>
    about(...names).find(({ severity }) => severity === 'error')?.message;
  // What holds for the key is said at its field.
  const notes = findings.filter(
    ({ severity, property }) => severity !== 'error' && property !== 'hasSigningKey',
  );
  return (
    <div>
      <div className={classes['fields']}>
        <TextInput
          size="xs"
          label="Name"
          value={form.name}
          maxLength={64}
          error={errorOf('name')}
          onChange={(change) => onChange({ ...form, name: change.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label="Lifetime, seconds"
          inputMode="numeric"
          value={form.lifetime}
          error={errorOf('lifetime')}
          onChange={(change) => onChange({ ...form, lifetime: change.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label="Clock skew, seconds"
          inputMode="numeric"
          value={form.clockSkew}
          error={errorOf('allowedClockSkew')}
          onChange={(change) => onChange({ ...form, clockSkew: change.currentTarget.value })}
        />
        <Checkbox
          size="xs"
          label="Custom signing key"
          checked={form.customKey}
          onChange={(change) => onChange({ ...form, customKey: change.currentTarget.checked })}
        />
        {form.customKey && (
          <NativeSelect
            size="xs"
            label="Algorithm"
            value={form.algorithm}
            data={
              algorithms.includes(form.algorithm) ? algorithms : [form.algorithm, ...algorithms]
            }
            error={errorOf('signingAlgorithm')}
            onChange={(change) => onChange({ ...form, algorithm: change.currentTarget.value })}
          />
        )}
      </div>
      {notes.length > 0 && (
        <ul className={classes['notes']}>
          {notes.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Differences(props: {
  changes: Parameters<typeof ChangeTable>[0]['changes'];
  properties: readonly PropertyChange[];
  isNew: boolean;
}) {
  const { changes, properties, isNew } = props;
  return (
    <>
      {properties.length > 0 && (
        <table className={tableClass} aria-label="Changes of the properties">
          <thead>
            <tr>
              <th scope="col">Property</th>
              <th scope="col">Deployed</th>
              <th scope="col">Saved</th>
            </tr>
          </thead>
          <tbody>
            {properties.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>
                  <b>{after}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changes.length > 0 ? (
        <div className={classes['differences']}>
          <ChangeTable
            label="Changes of the claims"
            before={isNew ? 'Before' : 'Deployed'}
            after="Saved"
            changes={changes}
          />
        </div>
      ) : (
        !isNew && <p className="dim">The claims stay as deployed.</p>
      )}
    </>
  );
}
