import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { Invitation, InvitationList } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApiKey, useServices } from '../../../app/services.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { InviteForm } from './InviteForm.tsx';
import classes from '../organization.module.css';

const path = '/v1/org/invitations';

/** Who is invited and has not answered yet: invite, invite anew, revoke. */
export function InvitationsTab() {
  const { api } = useServices();
  const queries = useQueryClient();
  const key = useApiKey(path);
  const auditKey = useApiKey('/v1/org/audit');
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return api(`${path}?status=pending&limit=50${cursor}`, { schema: InvitationList, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const refresh = async (): Promise<void> => {
    void queries.invalidateQueries({ queryKey: auditKey });
    await queries.invalidateQueries({ queryKey: key });
  };
  const run = async (id: string, work: () => Promise<unknown>): Promise<void> => {
    setBusy(id);
    setError(null);
    try {
      await work();
    } catch (cause) {
      setError(asAppError(cause));
    }
    await refresh();
    setBusy(null);
  };
  const resend = (id: string): void =>
    void run(id, () =>
      api(`${path}/${encodeURIComponent(id)}/resend`, { method: 'POST', schema: Invitation }),
    );
  const revoke = (id: string): void =>
    void run(id, () =>
      api(`${path}/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() }),
    );

  return (
    <QueryView query={pages} lines={8}>
      {({ pages: loaded }) => {
        const invitations = loaded.flatMap((page) => page.data);
        return (
          <div className={classes['invitations']}>
            <div>
              {error !== null && (
                <p role="alert" className={classes['problem']}>
                  {error.message} {error.remedy} <code>{error.code}</code>
                </p>
              )}
              {invitations.length === 0 ? (
                <EmptyState title="No invitation is open.">
                  Whoever you invite stands here until they accept or the invitation expires.
                </EmptyState>
              ) : (
                <Panel flush>
                  <table className={tableClass} aria-label="Pending invitations">
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
                      {invitations.map((each) => (
                        <Row
                          key={each.id}
                          invitation={each}
                          busy={busy}
                          onResend={() => resend(each.id)}
                          onRevoke={() => revoke(each.id)}
                        />
                      ))}
                    </tbody>
                  </table>
                  {pages.hasNextPage && (
                    <div className={classes['more']}>
                      <Button
                        variant="subtle"
                        loading={pages.isFetchingNextPage}
                        onClick={() => void pages.fetchNextPage()}
                      >
                        Show more
                      </Button>
                    </div>
                  )}
                </Panel>
              )}
            </div>
            <InviteForm onInvited={refresh} />
          </div>
        );
      }}
    </QueryView>
  );
}

function Row(props: {
  invitation: Invitation;
  busy: string | null;
  onResend: () => void;
  onRevoke: () => void;
}) {
  const { emailAddress, role, roleName, createdAtMs, expiresAtMs } = props.invitation;
  const disabled = props.busy !== null;
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
        <span className={classes['rowButtons']}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={disabled}
            aria-label={`Resend the invitation of ${emailAddress}`}
            title="Revokes this invitation and sends a new one: Clerk cannot send one twice"
            onClick={props.onResend}
          >
            Resend
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            disabled={disabled}
            aria-label={`Revoke the invitation of ${emailAddress}`}
            onClick={props.onRevoke}
          >
            Revoke
          </Button>
        </span>
      </td>
    </tr>
  );
}
