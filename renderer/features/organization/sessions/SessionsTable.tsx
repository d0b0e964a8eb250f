import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import type { SessionInfo } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { Tag } from '../../../ui/Tag.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { inOrder, isAlive } from './sessions.logic.ts';

/** Sessions of one person, each with the way to end it. */
export function SessionsTable(props: {
  title: string;
  sessions: readonly SessionInfo[];
  /** Where they were read, and where each is ended by its id. */
  path: `/v1/${string}`;
}) {
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const [ending, setEnding] = useState<string | null>(null);
  const end = (id: string): void => {
    setEnding(id);
    void run(() =>
      api(`${props.path}/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() }),
    );
  };
  return (
    <>
      <Panel title={props.title} flush>
        <table className={tableClass} aria-label="Sessions">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">State</th>
              <th scope="col">Last active</th>
              <th scope="col">Started</th>
              <th scope="col">Expires</th>
              <th scope="col">
                <span className="sr-only">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {inOrder(props.sessions).map((session) => (
              <Row
                key={session.id}
                session={session}
                busy={busy}
                ending={busy && ending === session.id}
                onEnd={() => end(session.id)}
              />
            ))}
          </tbody>
        </table>
      </Panel>
      <Problem error={error} />
    </>
  );
}

function Row(props: { session: SessionInfo; busy: boolean; ending: boolean; onEnd: () => void }) {
  const { session } = props;
  const device = session.device === '' ? 'Unknown device' : session.device;
  return (
    <tr>
      <td>
        {device}
        {session.place !== '' && <span className="dim">, {session.place}</span>}
        <div>
          <ShortId id={session.id} label="session id" keep={18} />
        </div>
      </td>
      <td>
        <Tag tone={isAlive(session) ? 'good' : 'quiet'}>{session.status}</Tag>
      </td>
      <td>
        <RelativeTime atMs={session.lastActiveAtMs} />
      </td>
      <td>
        <RelativeTime atMs={session.createdAtMs} />
      </td>
      <td>
        <RelativeTime atMs={session.expiresAtMs} />
      </td>
      <td data-align="end">
        {session.current ? (
          <Tooltip label="The session this page runs in. Sign out in the account menu to end it.">
            <span>
              <Tag tone="accent">this window</Tag>
            </span>
          </Tooltip>
        ) : (
          isAlive(session) && (
            <Button
              size="compact-xs"
              variant="default"
              loading={props.ending}
              disabled={props.busy}
              aria-label={`End session: ${device}`}
              onClick={props.onEnd}
            >
              End session
            </Button>
          )
        )}
      </td>
    </tr>
  );
}
