import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import type { Api } from '../faults.ts';
import { addFaults } from '../wire/spoil.ts';
import { bapiRoutes, requireSecretKey } from './call.ts';
import { addClients } from './clients.ts';
import { addDomains } from './domains.ts';
import { addEmailAddresses } from './emailAddresses.ts';
import { addInstance } from './instance.ts';
import { addInstanceDomains } from './instanceDomains.ts';
import { addInstanceInvitations } from './instanceInvitations.ts';
import { addInvitations } from './invitations.ts';
import { addMemberships } from './memberships.ts';
import { addOrganizations } from './organizations.ts';
import { addPermissions } from './permissions.ts';
import { addRestrictions } from './restrictions.ts';
import { addRoles } from './roles.ts';
import { addRoleSets } from './roleSets.ts';
import { addSessionClaims } from './sessionClaims.ts';
import { addSessions } from './sessions.ts';
import { addSignInTokens } from './signInTokens.ts';
import { addTemplates } from './templates.ts';
import { addTroubles, troublesPath } from './troubles.ts';
import { addUserActs } from './userActs.ts';
import { addUsers } from './users.ts';

/** What is meant to switch faults off again has none itself. */
function faultsOf(path: string): Api[] {
  if (path === troublesPath || path.startsWith(`${troublesPath}/`)) return [];
  return path === '/jwks' ? ['backend', 'keys'] : ['backend'];
}

/** The Backend API: what servers reach with the secret key. */
export function backendApi(core: Core): (scope: FastifyInstance) => Promise<void> {
  return async (scope) => {
    scope.addHook('onRequest', (request, _reply, done) => {
      requireSecretKey(core, request);
      done();
    });
    addFaults(scope, core, (path) => path.replace(/^\/bapi\/v1/, ''), faultsOf);
    const on = bapiRoutes(scope, core);
    on('GET', '/jwks', () => core.keys.jwks);
    addUsers(on);
    addUserActs(on);
    addEmailAddresses(on);
    addOrganizations(on);
    addMemberships(on);
    addInvitations(on);
    addDomains(on);
    addSessions(on);
    addClients(on);
    addTemplates(on);
    addRoles(on);
    addPermissions(on);
    addRoleSets(on);
    addSignInTokens(on);
    addInstance(on);
    addInstanceInvitations(on);
    addInstanceDomains(on);
    addRestrictions(on);
    addSessionClaims(on);
    addTroubles(on);
    await Promise.resolve();
  };
}
