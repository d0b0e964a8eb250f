import { Button } from '@mantine/core';
import { Member, type Role } from '../../../../shared/contract/http.ts';
import { useServices, useSession } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { Dialog } from '../common/Dialog.tsx';
import { PermissionChange } from '../common/Permissions.tsx';
import { Problem } from '../common/Problem.tsx';
import { roleDifference } from '../common/roles.logic.ts';
import { useWork } from '../common/useWork.ts';
import classes from '../common/common.module.css';

/** Says what a change of role does before it is done, and why not when it is refused. */
export function RoleChangeDialog(props: {
  member: Member;
  role: string;
  roles: readonly Role[];
  organization: Membership;
  onClose: () => void;
}) {
  const { member, role, roles, onClose } = props;
  const { api, refreshToken } = useServices();
  const self = useSession((state) => state.person?.id) === member.userId;
  const { busy, error, run } = useWork();

  const change = async (): Promise<void> => {
    const changed = await run(async () => {
      await api(`/v1/org/members/${encodeURIComponent(member.userId)}`, {
        method: 'PATCH',
        body: { role, expectedRole: member.role },
        schema: Member,
      });
      // One's own new role stands in the next token: fetch it now instead of in a minute.
      if (self) await refreshToken();
    });
    if (changed) onClose();
  };

  return (
    <Dialog title={`Make ${member.name} ${role}?`} busy={busy} onClose={onClose}>
      <p className={classes['line']}>
        {member.name} is <code>{member.role}</code> in {props.organization.name}.{' '}
        {self
          ? 'This is you: your next token is fetched at once.'
          : 'Their token carries the new role at its next refresh, within 60 s.'}
      </p>
      <PermissionChange difference={roleDifference(roles, member.role, role)} />
      <Problem error={error} />
      <div className={classes['buttons']}>
        <Button loading={busy} onClick={() => void change()}>
          Change role
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
