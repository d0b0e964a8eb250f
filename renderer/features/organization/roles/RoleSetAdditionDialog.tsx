import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { RoleSet, type InstanceRole } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { rolesOutside } from './roles.logic.ts';
import { SetDialog } from './SetDialog.tsx';

/** Adds roles to a set, so that its organizations may give them. */
export function RoleSetAdditionDialog(props: {
  set: RoleSet;
  roles: readonly InstanceRole[];
  onClose: () => void;
}) {
  const { set } = props;
  const { api } = useServices();
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <SetDialog
      title={`Add roles to ${set.name}`}
      action="Add to the set"
      ready={chosen.length > 0 && set.roles.length + chosen.length <= 10}
      effect={`Every organization that uses ${set.name} may then give them. Nobody’s role changes by this. A set has at most 10 roles; this one has ${set.roles.length}.`}
      work={() =>
        api(`/v1/role-sets/${encodeURIComponent(set.key)}/roles`, {
          method: 'POST',
          body: { roles: chosen },
          etag: set.etag,
          schema: RoleSet,
        })
      }
      onClose={props.onClose}
    >
      <Checkbox.Group label="Roles" value={chosen} onChange={setChosen}>
        {rolesOutside(set, props.roles).map(({ key, name }) => (
          <Checkbox key={key} size="xs" mt={6} value={key} label={`${name} (${key})`} />
        ))}
      </Checkbox.Group>
    </SetDialog>
  );
}
