import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AppError } from '../../../shared/errors/appError.ts';
import { useServices, useSession } from '../../app/services.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { filterGroups, type PermissionGroup } from './grid.logic.ts';
import { YesNo } from './Verdict.tsx';
import classes from './access.module.css';

/** Where the permissions in the grid come from, and why not from more. */
export type RolesState =
  | { readonly kind: 'known'; readonly count: number }
  | { readonly kind: 'reading' | 'no-backend' | 'no-organization' }
  | { readonly kind: 'failed'; readonly error: AppError; readonly retry: () => void };

/** Every known permission and the live session's answer to it, on a server and in a client. */
export function GridPanel(props: {
  groups: readonly PermissionGroup[];
  roles: RolesState;
  /** The permission that is being asked. */
  current: string;
  onAsk: (permission: string) => void;
}) {
  const [filter, setFilter] = useState('');
  const groups = filterGroups(props.groups, filter);
  const total = props.groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <Panel flush title="Known permissions" aside={<span className="dim">{total}</span>}>
      <Origin roles={props.roles} />
      {props.roles.kind === 'no-organization' && <Switches />}
      {total > 0 && (
        <>
          <div className={classes['filter']}>
            <TextInput
              size="xs"
              type="search"
              aria-label="Filter permissions"
              placeholder="Filter"
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls has to be reachable */}
          <section className={classes['grid']} aria-label="Permission grid" tabIndex={0}>
            <table className={tableClass} aria-label="Permissions of this session">
              <thead>
                <tr>
                  <th scope="col">Permission</th>
                  <th scope="col">Server</th>
                  <th scope="col">Client</th>
                </tr>
              </thead>
              {groups.map(({ feature, rows }) => (
                <tbody key={feature}>
                  <tr className={classes['groupRow']}>
                    <th scope="rowgroup" colSpan={3}>
                      {feature}
                      {feature === 'System' && ' · never in a token'}
                    </th>
                  </tr>
                  {rows.map(({ key, server, client, roles }) => (
                    <tr
                      key={key}
                      data-permission={key}
                      aria-current={key === props.current ? 'true' : undefined}
                    >
                      <th scope="row">
                        <button
                          type="button"
                          className={classes['ask']}
                          aria-label={`Ask ${key}`}
                          onClick={() => props.onAsk(key)}
                        >
                          <code>{key}</code>
                        </button>
                        {roles.length > 0 && (
                          <span className={classes['holders']}>{roles.join(', ')}</span>
                        )}
                      </th>
                      <td>
                        <YesNo yes={server} />
                      </td>
                      <td>
                        <YesNo yes={client} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              ))}
            </table>
            {groups.length === 0 && <p className={classes['none']}>No permission holds that.</p>}
          </section>
        </>
      )}
      {total === 0 && props.roles.kind !== 'no-organization' && (
        <p className={classes['none']}>
          {props.roles.kind === 'reading' ? 'Reading…' : 'No permission is known here.'}
        </p>
      )}
    </Panel>
  );
}

function Origin({ roles }: { roles: RolesState }) {
  switch (roles.kind) {
    case 'known':
      return (
        <p className={classes['note']}>
          From {roles.count} roles of the instance, the token and the membership.
        </p>
      );
    case 'reading':
      return (
        <p className={classes['note']} aria-busy="true">
          From the token and the membership; reading the roles…
        </p>
      );
    case 'no-backend':
      return (
        <p className={classes['note']}>
          From the token and the membership. With a backend connected, the roles of the instance add
          theirs.
        </p>
      );
    case 'no-organization':
      return (
        <p className={classes['note']}>
          No organization is active, so every role and every permission is answered with no.
        </p>
      );
    case 'failed':
      return (
        <p className={classes['note']} role="alert">
          <span>
            The roles could not be read: {roles.error.message} Shown is what token and membership
            hold.
          </span>
          <Button variant="default" onClick={roles.retry}>
            Try again
          </Button>
        </p>
      );
    default:
      return roles satisfies never;
  }
}

/** Organizations one could ask in. */
function Switches() {
  const { switchOrganization } = useServices();
  const memberships = useSession((state) => state.memberships);
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const go = async (orgId: string): Promise<void> => {
    setBusy(orgId);
    setFailed(false);
    try {
      await switchOrganization(orgId);
    } catch {
      setFailed(true);
    } finally {
      setBusy(null);
    }
  };
  return (
    <div className={classes['switches']}>
      {memberships.slice(0, 4).map(({ orgId, name }) => (
        <Button
          key={orgId}
          variant="default"
          loading={busy === orgId}
          disabled={busy !== null}
          onClick={() => void go(orgId)}
        >
          Switch to {name}
        </Button>
      ))}
      {failed && <p role="alert">The switch did not get through. Try again.</p>}
    </div>
  );
}
