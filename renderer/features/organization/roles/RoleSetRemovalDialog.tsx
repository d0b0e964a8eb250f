import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { RoleSet } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { SetDialog } from './SetDialog.tsx';

/** Takes a role out of a set and gives its members another one, in every organization of the set. */
export function RoleSetRemovalDialog(props: { set: RoleSet; onClose: () => void }) {
  const { set } = props;
  const { api } = useServices();
  const [role, setRole] = useState(set.roles.at(-1)?.key ?? '');
  const others = set.roles.filter(({ key }) => key !== role);
  const [byPick, setBy] = useState(set.defaultRole ?? '');
  const by = others.some(({ key }) => key === byPick) ? byPick : (others[0]?.key ?? '');
  const count = set.roles.find(({ key }) => key === role)?.membersCount ?? null;
  const people =
    count === null ? 'Whoever has it' : `${count} ${count === 1 ? 'member' : 'members'}`;
  const list = (roles: RoleSet['roles']) =>
    roles.map(({ key, name }) => ({ value: key, label: `${name} (${key})` }));
  return (
    <SetDialog
      title={`Take a role out of ${set.name}`}
      action="Take it out everywhere"
      danger
      ready={role !== '' && by !== ''}
      effect={
        <>
          This changes every organization that uses {set.name}. {people} with <code>{role}</code>{' '}
          {count === 1 || count === null ? 'gets' : 'get'} <code>{by}</code> there. The role itself
          stays in the instance. It cannot be undone: who had it is not remembered.
        </>
      }
      work={() =>
        api(`/v1/role-sets/${encodeURIComponent(set.key)}/roles/replace`, {
          method: 'POST',
          body: { role, by },
          etag: set.etag,
          schema: RoleSet,
        })
      }
      onClose={props.onClose}
    >
      <NativeSelect
        label="Role to take out"
        data={list(set.roles)}
        value={role}
        onChange={(change) => setRole(change.currentTarget.value)}
      />
      <NativeSelect
        label="Its members get"
        data={list(others)}
        value={by}
        onChange={(change) => setBy(change.currentTarget.value)}
      />
    </SetDialog>
  );
}
