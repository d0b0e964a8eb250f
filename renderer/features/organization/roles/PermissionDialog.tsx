import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { z } from 'zod';
import { Permission, type InstanceRole } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { dangerQuiet } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { permissionKeyProblem } from './roles.logic.ts';
import common from '../common/common.module.css';

/** Creates a permission of the app, changes one or deletes it, with the roles that have it. */
export function PermissionDialog(props: {
  /** Null for a new one. */
  permission: Permission | null;
  permissions: readonly Permission[];
  roles: readonly InstanceRole[];
  onClose: () => void;
}) {
  const { permission, onClose } = props;
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const [name, setName] = useState(permission?.name ?? '');
  const [key, setKey] = useState(permission?.key ?? 'org:');
  const [description, setDescription] = useState(permission?.description ?? '');
  const [deleting, setDeleting] = useState(false);
  const keyProblem =
    key === 'org:' ? null : permissionKeyProblem(key, props.permissions, permission?.key ?? null);
  const having = props.roles.filter(({ permissions }) =>
    permissions.includes(permission?.key ?? ''),
  );
  const path = `/v1/permissions/${encodeURIComponent(permission?.id ?? '')}` as const;
  const tag = permission?.etag === undefined ? {} : { etag: permission.etag };

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { key, name: name.trim(), description };
    const saved = await run(() =>
      permission === null
        ? api('/v1/permissions', { method: 'POST', body, schema: Permission })
        : api(path, { method: 'PATCH', body, ...tag, schema: Permission }),
    );
    if (saved) onClose();
  };
  const remove = async (): Promise<void> => {
    const removed = await run(() => api(path, { method: 'DELETE', ...tag, schema: z.unknown() }));
    if (removed) onClose();
  };

  return (
    <Dialog
      title={permission === null ? 'New permission' : `Permission ${permission.name}`}
      busy={busy}
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
          description="org:feature:action, as your code asks for it. Tokens carry it while the organization has that feature"
          value={key}
          error={keyProblem}
          onChange={(change) => setKey(change.currentTarget.value)}
        />
        <TextInput
          label="Description"
          maxLength={500}
          value={description}
          onChange={(change) => setDescription(change.currentTarget.value)}
        />
        <p className={common['quiet']}>
          {permission === null
            ? 'No role has it until it is given to one.'
            : `${
                having.length === 0
                  ? 'No role has it.'
                  : `Roles that have it: ${having.map(({ key: role }) => role).join(', ')}.`
              } A change of its key or its end reaches every organization and every check in your code.`}
        </p>
        <Problem error={error} />
        <div className={common['buttons']}>
          <Button
            type="submit"
            loading={busy && !deleting}
            disabled={busy || name.trim() === '' || key === 'org:' || keyProblem !== null}
          >
            {permission === null ? 'Create permission' : 'Change permission everywhere'}
          </Button>
          <Button variant="default" disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          {permission !== null && (
            <Button
              {...dangerQuiet}
              ml="auto"
              loading={busy && deleting}
              disabled={busy}
              onClick={() => {
                if (deleting) void remove();
                else setDeleting(true);
              }}
            >
              {deleting ? `Really delete ${permission.key}` : 'Delete permission…'}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
