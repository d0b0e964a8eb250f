import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { InstanceRole, type Permission, type RoleSet } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { dangerQuiet } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { PermissionChange } from '../common/Permissions.tsx';
import { Problem } from '../common/Problem.tsx';
import { permissionDifference } from '../common/roles.logic.ts';
import { useWork } from '../common/useWork.ts';
import { PermissionPicker } from './PermissionPicker.tsx';
import { keyFor, permissionIds, reachOf, roleKeyProblem } from './roles.logic.ts';
import common from '../common/common.module.css';

/** Creates a role, or changes one after saying whom that reaches. */
export function RoleDialog(props: {
  /** Null for a new one. */
  role: InstanceRole | null;
  roles: readonly InstanceRole[];
  permissions: readonly Permission[];
  sets: readonly RoleSet[] | undefined;
  onDelete: (role: InstanceRole) => void;
  onClose: () => void;
}) {
  const { role, permissions, onClose } = props;
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const [name, setName] = useState(role?.name ?? '');
  const [typedKey, setTypedKey] = useState(role?.key ?? null);
  const [description, setDescription] = useState(role?.description ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(role?.permissions ?? []);
  const key = typedKey ?? keyFor(name);
  const keyProblem =
    name === '' && role === null ? null : roleKeyProblem(key, props.roles, role?.key ?? null);
  const difference = permissionDifference(role?.permissions ?? [], chosen);
  const rights = difference.gains.length + difference.losses.length > 0;
  const changed =
    role === null ||
    rights ||
    name !== role.name ||
    key !== role.key ||
    description !== role.description;

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { key, name: name.trim(), description };
    const rightsBody = { permissions: permissionIds(chosen, permissions) };
    const saved = await run(() =>
      role === null
        ? api('/v1/roles', {
            method: 'POST',
            body: { ...body, ...rightsBody },
            schema: InstanceRole,
          })
        : api(`/v1/roles/${encodeURIComponent(role.id)}`, {
            method: 'PATCH',
            body: rights ? { ...body, ...rightsBody } : body,
            etag: role.etag,
            schema: InstanceRole,
          }),
    );
    if (saved) onClose();
  };

  return (
    <Dialog
      title={role === null ? 'New role' : `Role ${role.name}`}
      busy={busy}
      size="xl"
      onClose={onClose}
    >
      <form className={common['form']} onSubmit={(event) => void save(event)}>
        <TextInput
          label="Name"
          maxLength={100}
          value={name}
          data-autofocus
          onChange={(change) => setName(change.currentTarget.value)}
        />
        <TextInput
          label="Key"
          description={
            role === null
              ? 'What tokens and your code say'
              : 'Tokens carry it and your code may check it: a new key breaks such checks'
          }
          value={key}
          error={keyProblem}
          onChange={(change) => setTypedKey(change.currentTarget.value)}
        />
        <Textarea
          label="Description"
          autosize
          minRows={1}
          maxLength={500}
          value={description}
          onChange={(change) => setDescription(change.currentTarget.value)}
        />
        <PermissionPicker permissions={permissions} chosen={chosen} onChange={setChosen} />
        {role !== null && (
          <section>
            <p className={common['line']}>
              <b>{rights ? 'What changes' : 'Whom it reaches'}.</b> {reachOf(role, props.sets)} A
              change holds in every organization; tokens carry it at their next refresh, within 60
              s.
            </p>
            {rights && <PermissionChange difference={difference} />}
          </section>
        )}
        {role === null && (
          <p className={common['quiet']}>
            A new role can be given once it is in the role set of an organization.
          </p>
        )}
        <Problem error={error} />
        <div className={common['buttons']}>
          <Button
            type="submit"
            loading={busy}
            disabled={!changed || name.trim() === '' || keyProblem !== null}
          >
            {role === null ? 'Create role' : 'Change role everywhere'}
          </Button>
          <Button variant="default" disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          {role !== null && (
            <Button {...dangerQuiet} ml="auto" disabled={busy} onClick={() => props.onDelete(role)}>
              Delete role…
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
