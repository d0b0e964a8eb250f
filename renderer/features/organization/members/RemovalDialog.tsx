import { Button } from '@mantine/core';
import { z } from 'zod';
import type { Member, Role } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { danger } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { RemovalEffects } from './RemovalEffects.tsx';
import classes from '../common/common.module.css';

/** Says what taking a member out does before it is done, and why not when it is refused. */
export function RemovalDialog(props: {
  member: Member;
  roles: readonly Role[];
  organization: Membership;
  onClose: () => void;
}) {
  const { member, organization, onClose } = props;
  const { api } = useServices();
  const { busy, error, run } = useWork();

  const remove = async (): Promise<void> => {
    const removed = await run(() =>
      api(`/v1/org/members/${encodeURIComponent(member.userId)}`, {
        method: 'DELETE',
        schema: z.unknown(),
      }),
    );
    if (removed) onClose();
  };

  return (
    <Dialog
      title={`Remove ${member.name} from ${organization.name}?`}
      busy={busy}
      size="md"
      onClose={onClose}
    >
      <RemovalEffects
        roles={props.roles.filter(({ key }) => key === member.role)}
        organization={organization}
      />
      <Problem error={error} />
      <div className={classes['buttons']}>
        <Button {...danger} loading={busy} onClick={() => void remove()}>
          Remove {member.name}
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose} data-autofocus>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
