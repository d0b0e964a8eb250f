import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Core } from '../core.ts';
import { bapiRoutes, requireSecretKey } from './call.ts';
import { addDomains } from './domains.ts';
import { addInstance } from './instance.ts';
import { addInvitations } from './invitations.ts';
import { addMemberships } from './memberships.ts';
import { addOrganizations } from './organizations.ts';
import { addPermissions } from './permissions.ts';
import { addRoles } from './roles.ts';
import { addRoleSets } from './roleSets.ts';
import { addSessionClaims } from './sessionClaims.ts';
import { addSessions } from './sessions.ts';
import { addSignInTokens } from './signInTokens.ts';
import { addTemplates } from './templates.ts';
import { addUsers } from './users.ts';

/** Requests that are carried out, and whose answer does not arrive. */
const answersLost = new WeakSet<FastifyRequest>();

/** The Backend API: what servers reach with the secret key. */
export function backendApi(core: Core): (scope: FastifyInstance) => Promise<void> {
  return async (scope) => {
    scope.addHook('onRequest', (request, _reply, done) => {
      requireSecretKey(core, request);
      done();
    });
    scope.addHook('preHandler', async (request, reply) => {
      const path = (request.url.split('?')[0] ?? '').replace(/^\/bapi\/v1/, '');
      const spoiled = await core.faults.take(request.method, path);
      if (spoiled === null) return undefined;
      if (spoiled.retryAfterSec !== null) void reply.header('retry-after', spoiled.retryAfterSec);
      if (spoiled.error !== null) throw spoiled.error;
      if (spoiled.drop === 'before') {
        // Taken out of the framework's hands, or it would go on to the handler.
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      }
      if (spoiled.drop === 'after') answersLost.add(request);
      return undefined;
    });
    scope.addHook('onSend', async (request) => {
      if (answersLost.has(request)) request.raw.socket.destroy();
    });
    const on = bapiRoutes(scope, core);
    on('GET', '/jwks', () => core.keys.jwks);
    addUsers(on);
    addOrganizations(on);
    addMemberships(on);
    addInvitations(on);
    addDomains(on);
    addSessions(on);
    addTemplates(on);
    addRoles(on);
    addPermissions(on);
    addRoleSets(on);
    addSignInTokens(on);
    addInstance(on);
    addSessionClaims(on);
    await Promise.resolve();
  };
}
