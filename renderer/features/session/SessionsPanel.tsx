import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AppError } from '../../../shared/errors/appError.ts';
import { asAppError } from '../../app/errors.ts';
import { FailureView } from '../../app/QueryView.tsx';
import { useServices, useSession } from '../../app/services.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ShortId } from '../../ui/ShortId.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { Tag } from '../../ui/Tag.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { deviceOf, inOrder } from './sessions.logic.ts';
import classes from './session.module.css';

/** Where this person is signed in, from the Frontend API, and the way to end a session elsewhere. */
export function SessionsPanel() {
  const { clerk } = useServices();
  const current = useSession((state) => state.sessionId);
  const person = useSession((state) => state.person?.id ?? null);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const sessions = useQuery({
    queryKey: ['own-sessions', person, current],
    queryFn: async () => (await clerk?.user?.getSessions()) ?? [],
    enabled: clerk !== undefined && current !== null,
  });

  const signOutThere = async (id: string): Promise<void> => {
    setBusy(id);
    setError(null);
    try {
      await sessions.data?.find((session) => session.id === id)?.revoke();
      await sessions.refetch();
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(null);
    }
  };

  const rows = inOrder(sessions.data ?? [], current);
  return (
    <Panel
      flush
      title="Your sessions"
      aside={
        <Button
          variant="subtle"
          loading={sessions.isFetching}
          onClick={() => void sessions.refetch()}
        >
          Reload sessions
        </Button>
      }
    >
      {sessions.isPending && (
        <div className={classes['inset']}>
          <LoadingSkeleton lines={3} />
        </div>
      )}
      {sessions.isError && (
        <FailureView error={asAppError(sessions.error)} onRetry={() => void sessions.refetch()} />
      )}
      {error !== null && (
        <p role="alert" className={classes['problem']}>
          {error.message} {error.remedy}
        </p>
      )}
      {rows.length > 0 && (
        <table className={tableClass} aria-label="Your sessions">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Last active</th>
              <th scope="col" className={classes['wideOnly']}>
                Ends
              </th>
              <th scope="col">
                <span className="sr-only">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((session) => (
              <tr key={session.id} data-session={session.id}>
                <td>
                  {deviceOf(session.latestActivity)}
                  <br />
                  <ShortId id={session.id} label="session id" keep={18} />
                </td>
                <td>
                  <RelativeTime atMs={session.lastActiveAt.getTime()} />
                </td>
                <td className={classes['wideOnly']}>
                  <RelativeTime atMs={session.expireAt.getTime()} />
                </td>
                <td data-align="end">
                  {session.id === current ? (
                    <Tag tone="good">this window</Tag>
                  ) : (
                    <Button
                      variant="default"
                      loading={busy === session.id}
                      disabled={busy !== null}
                      aria-label={`Sign out there: ${deviceOf(session.latestActivity)}`}
                      onClick={() => void signOutThere(session.id)}
                    >
                      Sign out there
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
