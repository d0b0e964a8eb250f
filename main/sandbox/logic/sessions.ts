import type { Asked, Core } from '../core.ts';
import { newId } from '../ids.ts';
import type {
  ClientRecord,
  Metadata,
  SessionActivity,
  SessionRecord,
  SessionStatus,
} from '../state/records.ts';

const day = 86_400_000;
/** Clerk's defaults: seven days, no inactivity timeout. */
const lifetimeMs = 7 * day;
const abandonMs = 30 * day;

export interface NewSession {
  readonly client: ClientRecord;
  readonly userId: string;
  readonly organizationId: string | null;
  readonly secondFactor: boolean;
  readonly actor: Metadata | null;
  readonly activity: SessionActivity;
  readonly lifetimeMs?: number | null;
}

export function createSession(core: Core, { nowMs }: Asked, wanted: NewSession): SessionRecord {
  return core.state.tables.session.put({
    id: newId('sess'),
    client_id: wanted.client.id,
    user_id: wanted.userId,
    status: 'active',
    last_active_at: nowMs,
    last_active_organization_id: wanted.organizationId,
    expire_at: nowMs + (wanted.lifetimeMs ?? lifetimeMs),
    abandon_at: nowMs + abandonMs,
    actor: wanted.actor,
    first_factor_verified_at: nowMs,
    second_factor_verified_at: wanted.secondFactor ? nowMs : null,
    activity: wanted.activity,
    created_at: nowMs,
    updated_at: nowMs,
  });
}

/** Ends a session in one of the ways there are. Tokens already issued stay valid until they expire. */
export function closeSession(
  core: Core,
  { nowMs }: Asked,
  session: SessionRecord,
  status: SessionStatus,
): SessionRecord {
  return core.state.tables.session.put({ ...session, status, updated_at: nowMs });
}

/** Lets live sessions run out, all or one user's: they are stored as active still, and looked at as expired. */
export function expireSessions(
  core: Core,
  { userId, nowMs }: { userId: string | undefined; nowMs: number },
): void {
  const { session: sessions } = core.state.tables;
  core.state.transaction(() => {
    for (const session of userId === undefined ? sessions.all() : sessions.find('user', userId)) {
      if (isLive(session, nowMs)) sessions.put({ ...session, expire_at: nowMs });
    }
  });
}

/** Reads the few things that the list of sessions shows out of a user agent. */
export function activityOf(userAgent: string | undefined, ip: string): SessionActivity {
  const agent = userAgent ?? '';
  const browser = /(Edg|Electron|Chrome|Firefox|Safari)\/(\d+[\d.]*)/.exec(agent);
  const system = /(Windows|Macintosh|Android|iPhone|Linux)/.exec(agent)?.[1] ?? 'Unknown';
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', Macintosh: 'Mac' };
  return {
    id: newId('sess_activity'),
    device_type: names[system] ?? system,
    browser_name: browser === null ? '' : (names[browser[1] ?? ''] ?? browser[1] ?? ''),
    browser_version: browser?.[2] ?? '',
    is_mobile: /Android|iPhone|Mobile/.test(agent),
    ip_address: ip,
  };
}

/** Sessions that a client still carries: active and pending ones that have not run out. */
export const liveSessions = (core: Core, client: ClientRecord, nowMs: number): SessionRecord[] =>
  core.state.tables.session.find('client', client.id).filter((session) => isLive(session, nowMs));

export const isLive = (session: SessionRecord, nowMs: number): boolean =>
  (session.status === 'active' || session.status === 'pending') && session.expire_at > nowMs;
