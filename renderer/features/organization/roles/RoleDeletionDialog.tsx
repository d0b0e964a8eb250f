import { Button } from '@mantine/core';
import { z } from 'zod';
import type { InstanceRole, RoleSet } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { danger } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { reachOf } from './roles.logic.ts';
import common from '../common/common.module.css';

/** Says what deleting a role does, and when Clerk keeps it. */
export function RoleDeletionDialog(props: {
  role: InstanceRole;
  sets: readonly RoleSet[] | undefined;
  onClose: () => void;
}) {
  const { role, onClose } = props;
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const remove = async (): Promise<void> => {
    const removed = await run(() =>
      api(`/v1/roles/${encodeURIComponent(role.id)}`, {
        method: 'DELETE',
        etag: role.etag,
        schema: z.unknown(),
      }),
    );
    if (removed) onClose();
  };
  return (
    <Dialog title={`Delete the role ${role.name}?`} busy={busy} size="md" onClose={onClose}>
      <ul className={common['effects']}>
        <li>
          <code>{role.key}</code> is gone from every organization. {reachOf(role, props.sets)}
        </li>
        <li>
          Clerk keeps a role that members hold, that an invitation offers, or that new members or
          creators get: it then refuses, and nothing changes.
        </li>
      </ul>
      <Problem error={error} />
      <div className={common['buttons']}>
        <Button {...danger} loading={busy} onClick={() => void remove()}>
          Delete {role.name}
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose} data-autofocus>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
