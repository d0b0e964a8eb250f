import { notFound } from '../errors.ts';
import { isLive } from '../logic/sessions.ts';
import { sessionForBackend } from '../shapes/session.ts';
import type { ClientRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

/** Clients: the browsers and devices that people sign in on. */
export function addClients(on: BapiRoutes): void {
  on('GET', '/clients', (call) => {
    const rows = call.core.state.tables.client
      .all()
      .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1));
    const page = pageShape(rows, pageOf(call.query), (row) => shape(call, row));
    return call.query.flag('paginated') ? page : page.data;
  });
  on('GET', '/clients/:client', (call) => {
    const client = call.core.state.tables.client.get(call.param('client'));
    if (client === undefined) throw notFound('Client');
    return shape(call, client);
  });
}

function shape(call: BapiCall, client: ClientRecord): object {
  const sessions = call.core.state.tables.session
    .find('client', client.id)
    .filter((session) => isLive(session, call.nowMs));
  return {
    object: 'client',
    id: client.id,
    session_ids: sessions.map((session) => session.id),
    sessions: sessions.map(sessionForBackend),
    sign_in_id: client.sign_in_id,
    sign_up_id: null,
    last_active_session_id: client.last_active_session_id,
    last_authentication_strategy: client.last_authentication_strategy,
    created_at: client.created_at,
    updated_at: client.updated_at,
  };
}
