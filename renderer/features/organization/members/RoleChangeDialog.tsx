import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Member, type Role } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApiKey, useServices, useSession } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { isSystemPermission, roleDifference } from './members.logic.ts';
import classes from '../organization.module.css';

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
  const queries = useQueryClient();
  const scope = useApiKey('').slice(0, -1);
  const self = useSession((state) => state.person?.id) === member.userId;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const difference = roleDifference(roles, member.role, role);

  const change = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api(`/v1/org/members/${encodeURIComponent(member.userId)}`, {
        method: 'PATCH',
        body: { role },
        schema: Member,
      });
      await queries.invalidateQueries({ queryKey: scope });
      // One's own new role stands in the next token: fetch it now instead of in a minute.
      if (self) await refreshToken();
      onClose();
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Make ${member.name} ${role}?`}
      size="lg"
      transitionProps={{ duration: 80 }}
    >
      <p className={classes['dialogLine']}>
        {member.name} is <code>{member.role}</code> in {props.organization.name}.{' '}
        {self
          ? 'This is you: your next token is fetched at once.'
          : 'Their token carries the new role at its next refresh, within 60 s.'}
      </p>
      {difference === null ? (
        <p className="dim">What the roles allow is not known here.</p>
      ) : (
        <div className={classes['difference']}>
          <Permissions title="Gains" tone="gain" names={difference.gains} />
          <Permissions title="Loses" tone="loss" names={difference.losses} />
        </div>
      )}
      {error !== null && (
        <p role="alert" className={classes['problem']}>
          {error.message} {error.remedy} <code>{error.code}</code>
        </p>
      )}
      <div className={classes['buttons']}>
        <Button loading={busy} onClick={() => void change()}>
          Change role
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose}>
          Cancel
        </Button>
      </div>
    </Modal>
  );
}

function Permissions(props: { title: string; tone: 'gain' | 'loss'; names: readonly string[] }) {
  return (
    <section>
      <h3>{props.title}</h3>
      {props.names.length === 0 ? (
        <p className="dim">nothing</p>
      ) : (
        <ul data-tone={props.tone}>
          {props.names.map((name) => (
            <li key={name}>
              <code>{name}</code>
              {isSystemPermission(name) && (
                <span className="dim">Clerk’s own, never in a token</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
