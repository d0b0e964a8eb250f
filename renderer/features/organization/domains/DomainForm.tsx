import { Button, Checkbox, Radio, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { OrgDomain } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { domainProblem, enrollmentModes } from './domains.logic.ts';
import common from '../common/common.module.css';

/** Adds a domain to the organization. */
export function DomainForm() {
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const [typed, setTyped] = useState('');
  const [mode, setMode] = useState<string>('automatic_suggestion');
  const [verified, setVerified] = useState(false);
  const name = typed.trim().toLowerCase();
  const problem = domainProblem(name);

  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const added = await run(() =>
      api('/v1/org/domains', {
        method: 'POST',
        body: { name, enrollmentMode: mode, verified },
        schema: OrgDomain,
      }),
    );
    if (added) setTyped('');
  };

  return (
    <Panel title="Add a domain">
      <form className={common['form']} onSubmit={(event) => void add(event)}>
        <TextInput
          label="Domain"
          placeholder="example.com"
          value={typed}
          error={problem}
          onChange={(change) => setTyped(change.currentTarget.value)}
        />
        <Radio.Group label="How people come in" value={mode} onChange={setMode}>
          {enrollmentModes.map(({ value, label, note }) => (
            <Radio key={value} size="xs" mt={8} value={value} label={label} description={note} />
          ))}
        </Radio.Group>
        <Checkbox
          size="xs"
          label="I vouch that it is ours"
          description="Counts as verified at once. Otherwise it is verified by email, in your app’s organization profile"
          checked={verified}
          onChange={(change) => setVerified(change.currentTarget.checked)}
        />
        <div>
          <Button type="submit" loading={busy} disabled={name === '' || problem !== null}>
            Add domain
          </Button>
        </div>
      </form>
      <Problem error={error} />
    </Panel>
  );
}
