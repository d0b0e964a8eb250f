import { Button, NativeSelect, NumberInput, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { InvitationResults, RoleList } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApi, useServices } from '../../../app/services.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { addressProblem, readAddresses, resultSentence } from './invitations.logic.ts';
import { Problem } from '../common/Problem.tsx';
import common from '../common/common.module.css';

/** Invites one address or many; those that failed stay in the field, each with its reason. */
export function InviteForm(props: { onInvited: () => Promise<void> }) {
  const { api } = useServices();
  const roles = useApi('/v1/org/roles', RoleList);
  const [text, setText] = useState('');
  const [picked, setPicked] = useState('org:member');
  const [days, setDays] = useState<number | string>('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [results, setResults] = useState<InvitationResults | null>(null);
  const keys = roles.data?.data.map(({ key }) => key) ?? [picked];
  // An instance may have no org:member: what the list shows first is then what is sent.
  const role = keys.includes(picked) ? picked : (keys[0] ?? picked);
  const addresses = readAddresses(text);
  const problem = addressProblem(addresses);
  const count = addresses.valid.length;

  const invite = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    setResults(null);
    try {
      const answer = await api('/v1/org/invitations', {
        method: 'POST',
        body: {
          invitations: addresses.valid.map((emailAddress) => ({
            emailAddress,
            role,
            ...(typeof days === 'number' ? { expiresInDays: days } : {}),
          })),
        },
        schema: InvitationResults,
      });
      setResults(answer);
      const left = answer.data.filter((one) => one.error !== null);
      setText(left.map(({ emailAddress }) => emailAddress).join('\n'));
      await props.onInvited();
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void invite();
  };

  return (
    <Panel title="Invite">
      <form className={common['form']} onSubmit={submit}>
        <Textarea
          label="Email addresses"
          description="One or several, separated by spaces, commas or lines"
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          error={problem}
          onChange={(change) => setText(change.currentTarget.value)}
        />
        <NativeSelect
          label="Role"
          value={role}
          onChange={(change) => setPicked(change.currentTarget.value)}
          data={
            roles.data === undefined
              ? [role]
              : roles.data.data.map(({ key, name }) => ({ value: key, label: `${name} (${key})` }))
          }
        />
        <NumberInput
          label="Expires after, days"
          description="1 to 365; Clerk’s own 30 when left empty"
          min={1}
          max={365}
          allowDecimal={false}
          value={days}
          onChange={setDays}
        />
        <div>
          <Button type="submit" loading={busy} disabled={count === 0 || problem !== null}>
            {count > 1 ? `Invite ${count} people` : 'Invite'}
          </Button>
        </div>
      </form>
      <Problem error={error} />
      <output>{results !== null && resultSentence(results)}</output>
      {results !== null && results.failed > 0 && (
        <ul className={common['list']} role="alert">
          {results.data.map(
            ({ emailAddress, error: why }) =>
              why !== null && (
                <li key={emailAddress}>
                  <b>{emailAddress}</b>: {why.message} <code className="dim">{why.code}</code>
                </li>
              ),
          )}
        </ul>
      )}
    </Panel>
  );
}
