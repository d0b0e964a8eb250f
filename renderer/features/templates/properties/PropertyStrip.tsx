import { NativeSelect, TextInput } from '@mantine/core';
import type { Ref } from 'react';
import type { PropertyFinding } from '../../../../shared/domain/template/properties.ts';
import { formatDuration } from '../../../ui/format.logic.ts';
import type { PropertyForm } from './properties.logic.ts';
import classes from './properties.module.css';
import { SigningKeyField } from './SigningKeyField.tsx';

/** What a field says below it, in a size that can be read. */
const says = { error: classes['say'] ?? '' };

type About = PropertyFinding['property'];

/** Name, lifetime, clock skew and signing of a template, each judged as it is typed. */
export function PropertyStrip({
  keyField,
  ...props
}: {
  form: PropertyForm;
  findings: readonly PropertyFinding[];
  /** Clerk holds a key of this template. */
  hasDeployedKey: boolean;
  keyField: Ref<HTMLTextAreaElement>;
  onChange: (form: PropertyForm) => void;
  onKeyTyped: (isThere: boolean) => void;
}) {
  const { form, findings, onChange } = props;
  const errorOf = (...names: About[]): string | undefined =>
    findings.find(({ property, severity }) => severity === 'error' && names.includes(property))
      ?.message;
  return (
    <div className={classes['strip']}>
      <div className={classes['fields']}>
        <TextInput
          size="xs"
          label="Name"
          value={form.name}
          maxLength={64}
          error={errorOf('name')}
          classNames={says}
          onChange={(change) => onChange({ ...form, name: change.currentTarget.value })}
        />
        <Seconds
          label="Lifetime"
          value={form.lifetime}
          error={errorOf('lifetime')}
          onChange={(lifetime) => onChange({ ...form, lifetime })}
        />
        <Seconds
          label="Clock skew"
          value={form.clockSkew}
          error={errorOf('allowedClockSkew')}
          onChange={(clockSkew) => onChange({ ...form, clockSkew })}
        />
        <NativeSelect
          size="xs"
          label="Signed with"
          value={form.customKey ? form.algorithm : ''}
          data={signings(form.algorithm)}
          error={errorOf('signingAlgorithm')}
          classNames={says}
          onChange={(change) => {
            const algorithm = change.currentTarget.value;
            onChange({
              ...form,
              customKey: algorithm !== '',
              algorithm: algorithm === '' ? 'RS256' : algorithm,
            });
          }}
        />
      </div>
      {form.customKey && (
        <SigningKeyField
          ref={keyField}
          isReplacing={props.hasDeployedKey}
          onTyped={props.onKeyTyped}
        />
      )}
      <Notes findings={findings} />
    </div>
  );
}

/** What the page offers; an algorithm that somebody set elsewhere stays to be chosen. */
const signings = (current: string) =>
  ['', ...new Set(['RS256', 'HS256', current])].map((value) => ({
    value,
    label: value === '' ? 'The instance’s key' : `Its own key, ${value}`,
  }));

function Seconds(props: {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const seconds = Number(props.value);
  const words = Number.isInteger(seconds) && seconds >= 90 ? formatDuration(seconds) : 's';
  return (
    <TextInput
      size="xs"
      label={`${props.label}, seconds`}
      inputMode="numeric"
      value={props.value}
      error={props.error}
      classNames={says}
      rightSection={<span className={classes['unit']}>{words}</span>}
      rightSectionWidth={words === 's' ? 22 : 74}
      rightSectionPointerEvents="none"
      onChange={(change) => props.onChange(change.currentTarget.value)}
    />
  );
}

/** What surprises, but is allowed. What holds for the key is said at its field. */
function Notes(props: { findings: readonly PropertyFinding[] }) {
  const notes = props.findings.filter(
    ({ severity, property }) => severity !== 'error' && property !== 'hasSigningKey',
  );
  if (notes.length === 0) return null;
  return (
    <ul className={classes['notes']}>
      {notes.map(({ message, severity }) => (
        <li key={message} data-severity={severity}>
          {message}
        </li>
      ))}
    </ul>
  );
}
