import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import type { RoleSet } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { rolesLost } from './roles.logic.ts';
import { SetDialog } from './SetDialog.tsx';

/** Deletes a set: its organizations get another one, and members of roles that one lacks get another role. */
export function RoleSetDeletionDialog(props: {
  set: RoleSet;
  sets: readonly RoleSet[];
  onClose: () => void;
}) {
  const { set } = props;
  const { api } = useServices();
  const others = props.sets.filter(({ key }) => key !== set.key);
  const [byKey, setBy] = useState(others[0]?.key ?? '');
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  const by = others.find(({ key }) => key === byKey);
  const lost = rolesLost(set, by);
  const mapped = (role: string): string => {
    const pick = picked[role] ?? by?.defaultRole ?? '';
    return by?.roles.some(({ key }) => key === pick) === true ? pick : (by?.roles[0]?.key ?? '');
  };
  return (
    <SetDialog
      title={`Delete the role set ${set.name}?`}
      action={`Delete ${set.name}`}
      danger
      ready={by !== undefined}
      effect={`Every organization that uses ${set.name} gets ${by?.name ?? 'the other set'}, and its members the roles above. It cannot be undone.`}
      work={() =>
        api(`/v1/role-sets/${encodeURIComponent(set.key)}/replace`, {
          method: 'POST',
          body: {
            by: byKey,
            ...(lost.length === 0
              ? {}
              : { mappings: Object.fromEntries(lost.map((role) => [role, mapped(role)])) }),
          },
          etag: set.etag,
          schema: z.unknown(),
        })
      }
      onClose={props.onClose}
    >
      <NativeSelect
        label="Its organizations get"
        data={others.map(({ key, name }) => ({ value: key, label: `${name} (${key})` }))}
        value={byKey}
        onChange={(change) => setBy(change.currentTarget.value)}
      />
      {lost.map((role) => (
        <NativeSelect
          key={role}
          label={`Members with ${role} get`}
          data={by?.roles.map(({ key, name }) => ({ value: key, label: `${name} (${key})` })) ?? []}
          value={mapped(role)}
          onChange={(change) => setPicked({ ...picked, [role]: change.currentTarget.value })}
        />
      ))}
    </SetDialog>
  );
}
