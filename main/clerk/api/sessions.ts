import type { ClerkClient } from '@clerk/backend';
import type { ClerkApi, ClerkSession } from '../port.ts';
import { assertId, unreadable } from '../readers.ts';
import type { Calls } from './calls.ts';

export function sessionCalls({
  call,
  change,
}: Calls): Pick<ClerkApi, 'getSession' | 'listSessions' | 'revokeSession'> {
  return {
    async getSession(sessionId) {
      assertId(sessionId, 'session');
      return toSession(await call((c) => c.sessions.getSession(sessionId)));
    },

    async listSessions(userId) {
      assertId(userId, 'user');
      const page = await call((c) => c.sessions.getSessionList({ userId, limit: 100 }));
      if (!Array.isArray(page.data)) throw unreadable('sessions.getSessionList');
      return page.data.map(toSession);
    },

    async revokeSession(sessionId) {
      assertId(sessionId, 'session');
      return toSession(await change((c) => c.sessions.revokeSession(sessionId)));
    },
  };
}

/** The SDK keeps no raw form of a session, so its members are given their names on the wire again. */
function toSession(
  session: Awaited<ReturnType<ClerkClient['sessions']['getSession']>>,
): ClerkSession {
  if (typeof session !== 'object' || typeof session.id !== 'string') {
    throw unreadable('sessions.getSession');
  }
  const activity = session.latestActivity;
  return {
    id: session.id,
    userId: session.userId,
    status: session.status,
    raw: {
      object: 'session',
      id: session.id,
      client_id: session.clientId,
      user_id: session.userId,
      status: session.status,
      last_active_at: session.lastActiveAt,
      last_active_organization_id: session.lastActiveOrganizationId ?? null,
      expire_at: session.expireAt,
      abandon_at: session.abandonAt,
      actor: session.actor ?? null,
      latest_activity:
        activity === undefined || activity === null
          ? null
          : {
              object: 'session_activity',
              id: activity.id,
              device_type: activity.deviceType ?? null,
              is_mobile: activity.isMobile,
              browser_name: activity.browserName ?? null,
              browser_version: activity.browserVersion ?? null,
              ip_address: activity.ipAddress ?? null,
              city: activity.city ?? null,
              country: activity.country ?? null,
            },
      created_at: session.createdAt,
      updated_at: session.updatedAt,
    },
  };
}
