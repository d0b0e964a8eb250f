import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { RoleSet, type InstanceRole } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { SetDialog } from './SetDialog.tsx';

/** Most roles of a set, as Clerk bounds it. */
const mostRoles = 10;

/** What nearly every set begins with. */
const usual = ['org:admin', 'org:member'];

/** Creates a role set, or changes its name and which of its roles people get by themselves. */
export function RoleSetDialog(props: {
  /** Null for a new one. */
  set: RoleSet | null;
  roles: readonly InstanceRole[];
  onClose: () => void;
}) {
  const { set } = props;
  const { api } = useServices();
  const [name, setName] = useState(set?.name ?? '');
  const [description, setDescription] = useState(set?.description ?? '');
  const [chosen, setChosen] = useState(
    (set?.roles ?? props.roles.filter(({ key }) => usual.includes(key))).map(({ key }) => key),
  );
  const [defaultPick, setDefaultRole] = useState(set?.defaultRole ?? 'org:member');
  const [creatorPick, setCreatorRole] = useState(set?.creatorRole ?? 'org:admin');
  const [initial, setInitial] = useState(set?.type === 'initial');
  // What the fields show is what is sent, when a picked role is not in the set.
  const defaultRole = chosen.includes(defaultPick) ? defaultPick : (chosen[0] ?? '');
  const creatorRole = chosen.includes(creatorPick) ? creatorPick : (chosen[0] ?? '');
  const options = props.roles
    .filter(({ key }) => chosen.includes(key))
    .map(({ key, name: label }) => ({ value: key, label: `${label} (${key})` }));

  const save = (): Promise<unknown> =>
    set === null
      ? api('/v1/role-sets', {
          method: 'POST',
          body: { name: name.trim(), description, roles: chosen, defaultRole, creatorRole },
          schema: RoleSet,
        })
      : api(`/v1/role-sets/${encodeURIComponent(set.key)}`, {
          method: 'PATCH',
          body: {
            name: name.trim(),
            description,
            defaultRole,
            creatorRole,
            ...(initial && set.type !== 'initial' ? { type: 'initial' } : {}),
          },
          etag: set.etag,
          schema: RoleSet,
        });

  return (
    <SetDialog
      title={set === null ? 'New role set' : `Role set ${set.name}`}
      action={set === null ? 'Create role set' : 'Change role set everywhere'}
      ready={name.trim() !== '' && chosen.length > 0 && chosen.length <= mostRoles}
      work={save}
      onClose={props.onClose}
      effect={
        set === null
          ? 'No organization changes by this: give the set to one afterwards. Instances without Clerk’s paid add-on have one set only.'
          : `This changes every organization that uses ${set.name}: who joins or creates one from now on gets the roles chosen here. Members keep theirs.`
      }
    >
      <TextInput
        label="Name"
        maxLength={256}
        value={name}
        data-autofocus
        onChange={(change) => setName(change.currentTarget.value)}
      />
      <TextInput
        label="Description"
        maxLength={500}
        value={description}
        onChange={(change) => setDescription(change.currentTarget.value)}
      />
      {set === null && (
        <Checkbox.Group
          label="Roles"
          description={`1 to ${mostRoles}`}
          value={chosen}
          onChange={setChosen}
        >
          {props.roles.map(({ key, name: label }) => (
            <Checkbox key={key} size="xs" mt={6} value={key} label={`${label} (${key})`} />
          ))}
        </Checkbox.Group>
      )}
      <NativeSelect
        label="New members get"
        data={options}
        value={defaultRole}
        onChange={(change) => setDefaultRole(change.currentTarget.value)}
      />
      <NativeSelect
        label="Who creates an organization gets"
        description="It has to be able to read and manage members and to delete the organization"
        data={options}
        value={creatorRole}
        onChange={(change) => setCreatorRole(change.currentTarget.value)}
      />
      {set !== null && (
        <Checkbox
          size="xs"
          label="New organizations have this set"
          description={
            set.type === 'initial'
              ? 'Another set takes that over when it is chosen there'
              : 'The set that has that now loses it'
          }
          disabled={set.type === 'initial'}
          checked={initial}
          onChange={(change) => setInitial(change.currentTarget.checked)}
        />
      )}
    </SetDialog>
  );
}
