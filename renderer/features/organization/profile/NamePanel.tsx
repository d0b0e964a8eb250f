import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Panel } from '../../../ui/Panel.tsx';
import { Problem } from '../common/Problem.tsx';
import { profileErrors, profileFields, profilePatch } from './profile.logic.ts';
import { useProfileWrite } from './useProfileWrite.ts';
import common from '../common/common.module.css';

/** Name and slug. */
export function NamePanel(props: {
  organization: Readonly<Record<string, unknown>>;
  etag: string;
  canWrite: boolean;
}) {
  const { canWrite } = props;
  const saved = profileFields(props.organization);
  const [typed, setTyped] = useState<Partial<typeof saved>>({});
  const fields = { ...saved, ...typed };
  const errors = profileErrors(fields, saved);
  const patch = profilePatch(fields, saved);
  const { busy, error, write } = useProfileWrite(props.etag);
  const changed = Object.keys(patch).length > 0;
  const locked = canWrite ? {} : { readOnly: true, variant: 'filled' as const };

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await write('PATCH', '/v1/org', patch)) setTyped({});
  };
  return (
    <Panel title="Name and slug">
      <form className={common['form']} onSubmit={(event) => void save(event)}>
        <TextInput
          label="Name"
          value={fields.name}
          error={errors.name}
          {...locked}
          onChange={(change) => setTyped({ ...typed, name: change.currentTarget.value })}
        />
        <TextInput
          label="Slug"
          description="In addresses and in the token (o.slg); links with the old one break"
          value={fields.slug}
          error={errors.slug}
          {...locked}
          onChange={(change) => setTyped({ ...typed, slug: change.currentTarget.value })}
        />
        <Problem error={error} />
        {canWrite && (
          <div className={common['buttons']}>
            <Button
              type="submit"
              loading={busy}
              disabled={!changed || errors.name !== null || errors.slug !== null}
            >
              Save name and slug
            </Button>
            {changed && (
              <Button variant="subtle" color="gray" disabled={busy} onClick={() => setTyped({})}>
                Discard
              </Button>
            )}
          </div>
        )}
      </form>
    </Panel>
  );
}
