import type { FastifyInstance } from 'fastify';
import type { Core } from '../core.ts';
import { notFound } from '../errors.ts';
import { environmentShape } from '../shapes/environment.ts';
import { addFaults } from '../wire/spoil.ts';
import { addAccount } from './account.ts';
import { fapiRoutes } from './call.ts';
import { addClient } from './client.ts';
import { addCors } from './cors.ts';
import { addDomains } from './domains.ts';
import { addMembers } from './members.ts';
import { addMe } from './me.ts';
import { addOrganizations } from './organizations.ts';
import { addRequests } from './requests.ts';
import { addSignIns } from './signIns.ts';
import { addVerification } from './verify.ts';

/** The Frontend API: what browsers and native clients talk to. */
export function frontendApi(core: Core): (scope: FastifyInstance) => Promise<void> {
  return async (scope) => {
    addCors(scope);
    // In this scope, so that a page of another origin can read the refusal.
    scope.setNotFoundHandler(() => {
      throw notFound();
    });
    addFaults(
      scope,
      core,
      (path) => path.replace(/^\/fapi\/v1/, ''),
      () => ['frontend'],
    );
    const routes = fapiRoutes(scope, core);
    for (const method of ['GET', 'PATCH'] as const) {
      routes.bare(method, '/environment', (call) => environmentShape(core, call));
    }
    addClient(routes);
    addSignIns(routes);
    addMe(routes);
    addAccount(routes);
    addVerification(routes);
    addOrganizations(routes);
    addMembers(routes);
    addDomains(routes);
    addRequests(routes);
    await Promise.resolve();
  };
}
