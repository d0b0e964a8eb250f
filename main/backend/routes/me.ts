import { Me, PreviewContextBody, Profile } from '../../../shared/contract/http.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import type { RouteDeps } from '../deps.ts';
import { principalOf } from '../guard.ts';
import type { Principal } from '../principal.ts';
import type { BackendApp } from '../server.ts';
import { answers } from './responses.ts';

/** The caller: by the token alone, as Clerk's user, and as a template sees them. */
export function meRoutes(app: BackendApp, { clerk, now }: RouteDeps): void {
  app.route({
    method: 'GET',
    url: '/v1/me',
    schema: { response: answers({ 200: Me }) },
    handler: (request) => toMe(principalOf(request)),
  });

  app.route({
    method: 'GET',
    url: '/v1/me/profile',
    schema: { response: answers({ 200: Profile }) },
    handler: async (request) => {
      const startedAtMs = now();
      const user = await clerk.getUser(principalOf(request).userId);
      return { user: { ...user }, fetchedInMs: Math.max(0, now() - startedAtMs) };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/me/context',
    schema: { response: answers({ 200: PreviewContextBody }) },
    handler: async (request) => {
      const { userId, sessionId, orgId } = principalOf(request);
      const [user, organization, membership, session] = await Promise.all([
        clerk.getUser(userId),
        orgId === null ? null : clerk.getOrganization(orgId),
        orgId === null ? null : clerk.getMembership(orgId, userId),
        // A session that is gone leaves the preview without one; everything else stays visible.
        orNull(clerk.getSession(sessionId)),
      ]);
      return {
        user: { ...user },
        organization: organization === null ? null : { ...organization },
        membership: membership === null ? null : { ...membership.raw },
        session: session === null ? null : { ...session.raw },
      };
    },
  });
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof AppException && cause.error.code === 'clerk.not_found') return null;
    throw cause;
  }
}

function toMe(principal: Principal): Me {
  const { auth, session } = principal;
  const age = auth.factorVerificationAge;
  return {
    userId: principal.userId,
    sessionId: principal.sessionId,
    orgId: principal.orgId,
    orgSlug: auth.orgSlug,
    orgRole: auth.orgRole,
    orgPermissions: [...auth.orgPermissions],
    features: { org: [...auth.features.org], user: [...auth.features.user] },
    plans: { org: [...auth.plans.org], user: [...auth.plans.user] },
    factorVerificationAge: age === null ? null : [age[0], age[1]],
    sessionStatus: auth.sessionStatus,
    actor: auth.actor === null ? null : { ...auth.actor },
    operator: principal.operator,
    issuedAtMs: session.issuedAtMs,
    expiresAtMs: session.expiresAtMs,
  };
}
