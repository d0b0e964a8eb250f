import { newId } from '../ids.ts';
import { clientShape, sessionForClient } from '../shapes/client.ts';
import { closeSession, liveSessions } from '../logic/sessions.ts';
import { membershipOf } from '../logic/access.ts';
import { organizationNotFound } from '../errors.ts';
import { mintSessionToken, mintTemplateToken } from '../tokens/sessionToken.ts';
import {
  ensureClient,
  liveSessionOfCall,
  sessionOfCall,
  updateClient,
  type FapiCall,
  type FapiRoutes,
} from './call.ts';

/** The client itself and its sessions. */
export function addClient(routes: FapiRoutes): void {
  routes.bare('POST', '/dev_browser', (call) => ({
    object: 'dev_browser',
    id: call.core.state.tables.dev_browser.put({
      id: newId('dvb'),
      client_id: null,
      created_at: call.nowMs,
      updated_at: call.nowMs,
    }).id,
  }));
  routes.on('GET', '/client', (call) => currentClient(call));
  for (const method of ['PUT', 'POST'] as const) {
    routes.on(method, '/client', (call) => {
      ensureClient(call);
      return currentClient(call);
    });
  }
  routes.on('DELETE', '/client', (call) => {
    endAll(call, 'ended');
    return currentClient(call);
  });
  routes.on('DELETE', '/client/sessions', (call) => {
    endAll(call, 'removed');
    return currentClient(call);
  });
  addSessions(routes);
}

const currentClient = (call: FapiCall): object | null =>
  call.client === null ? null : clientShape(call.core, call, call.client, call.origin);

function endAll(call: FapiCall, status: 'ended' | 'removed'): void {
  if (call.client === null) return;
  for (const session of liveSessions(call.core, call.client, call.nowMs)) {
    closeSession(call.core, call, session, status);
  }
  updateClient(call, { last_active_session_id: null, sign_in_id: null });
}

function addSessions(routes: FapiRoutes): void {
  routes.on('POST', '/client/sessions/:id/touch', (call) => touch(call));
  for (const [verb, status] of [
    ['end', 'ended'],
    ['remove', 'removed'],
  ] as const) {
    routes.on('POST', `/client/sessions/:id/${verb}`, (call) => {
      const session = sessionOfCall(call, call.param('id'));
      const closed = closeSession(call.core, call, session, status);
      const next = call.client && liveSessions(call.core, call.client, call.nowMs).at(-1);
      updateClient(call, { last_active_session_id: next?.id ?? null });
      return sessionForClient(call.core, call, closed, call.origin);
    });
  }
  routes.bare('POST', '/client/sessions/:id/tokens', (call) => {
    const session = liveSessionOfCall(call, call.param('id'));
    const organizationId = call.form.nullable('organization_id');
    const jwt = mintSessionToken(call.core, call, session, {
      azp: call.origin,
      ...(organizationId === undefined ? {} : { organizationId }),
    });
    return { object: 'token', jwt };
  });
  routes.bare('POST', '/client/sessions/:id/tokens/:template', (call) => {
    const session = liveSessionOfCall(call, call.param('id'));
    const jwt = mintTemplateToken(call.core, call, session, call.param('template'), {
      azp: call.origin,
    });
    return { object: 'token', jwt };
  });
}

/** Keeps a session awake, and switches its organization: an empty one is the personal account. */
function touch(call: FapiCall): object {
  const session = liveSessionOfCall(call, call.param('id'));
  const wanted = call.form.nullable('active_organization_id');
  if (
    typeof wanted === 'string' &&
    membershipOf(call.core.state, wanted, session.user_id) === undefined
  ) {
    throw organizationNotFound();
  }
  const touched = call.core.state.tables.session.put({
    ...session,
    last_active_organization_id:
      wanted === undefined ? session.last_active_organization_id : wanted,
    last_active_at: call.nowMs,
    updated_at: call.nowMs,
  });
  updateClient(call, { last_active_session_id: session.id });
  return sessionForClient(call.core, call, touched, call.origin);
}
