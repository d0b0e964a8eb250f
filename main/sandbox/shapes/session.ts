import type { SessionRecord } from '../state/records.ts';

/** Members that both APIs answer; no user, no token. */
const common = (session: SessionRecord): Record<string, unknown> => ({
  object: 'session',
  id: session.id,
  status: session.status,
  expire_at: session.expire_at,
  abandon_at: session.abandon_at,
  last_active_at: session.last_active_at,
  last_active_organization_id: session.last_active_organization_id,
  actor: session.actor,
  tasks: null,
  created_at: session.created_at,
  updated_at: session.updated_at,
});

export const latestActivity = (session: SessionRecord): object => ({
  object: 'session_activity',
  ...session.activity,
  city: null,
  country: null,
});

/** A session as the Backend API gives it. */
export const sessionForBackend = (session: SessionRecord): Record<string, unknown> => ({
  ...common(session),
  client_id: session.client_id,
  user_id: session.user_id,
  latest_activity: latestActivity(session),
});

export { common as sessionBase };
