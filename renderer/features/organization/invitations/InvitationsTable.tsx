import { Button } from '@mantine/core';
import type { Invitation } from '../../../../shared/contract/http.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { dangerQuiet } from '../common/danger.ts';
import common from '../common/common.module.css';

/** Invitations of one kind, with what can still be done with each. */
export function InvitationsTable(props: {
  invitations: readonly Invitation[];
  busy: boolean;
  onResend: (id: string) => void;
  onRevoke: (id: string) => void;
  more: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}) {
  const { more } = props;
  return (
    <Panel flush>
      <table className={tableClass} aria-label="Invitations">
        <thead>
          <tr>
            <th scope="col">Email</th>
            <th scope="col">Role</th>
            <th scope="col" data-align="end">
              Invited
            </th>
            <th scope="col" data-align="end">
              Expires
            </th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.invitations.map((each) => (
            <Row
              key={each.id}
              invitation={each}
              disabled={props.busy}
              onResend={() => props.onResend(each.id)}
              onRevoke={() => props.onRevoke(each.id)}
            />
          ))}
        </tbody>
      </table>
      {more.hasNextPage && (
        <div className={common['more']}>
          <Button
            variant="subtle"
            loading={more.isFetchingNextPage}
            onClick={() => void more.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Row(props: {
  invitation: Invitation;
  disabled: boolean;
  onResend: () => void;
  onRevoke: () => void;
}) {
  const { emailAddress, role, roleName, status, createdAtMs, expiresAtMs } = props.invitation;
  return (
    <tr>
      <td>{emailAddress}</td>
      <td>
        {roleName} <code className="dim">{role}</code>
      </td>
      <td data-align="end">
        <RelativeTime atMs={createdAtMs} />
      </td>
      <td data-align="end">
        {expiresAtMs === null ? 'never' : <RelativeTime atMs={expiresAtMs} />}
      </td>
      <td data-align="end">
        <span className={common['rowButtons']}>
          {(status === 'pending' || status === 'expired') && (
            <Button
              size="compact-xs"
              variant="default"
              disabled={props.disabled}
              aria-label={`Resend the invitation of ${emailAddress}`}
              title="Revokes this invitation and sends a new one: Clerk cannot send one twice"
              onClick={props.onResend}
            >
              Resend
            </Button>
          )}
          {status === 'pending' && (
            <Button
              size="compact-xs"
              {...dangerQuiet}
              disabled={props.disabled}
              aria-label={`Revoke the invitation of ${emailAddress}`}
              onClick={props.onRevoke}
            >
              Revoke
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}
