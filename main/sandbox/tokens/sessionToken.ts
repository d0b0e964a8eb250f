import { encodePermissions } from '../../../shared/domain/token/permissions.ts';
import { issuerOf, type Asked, type Core } from '../core.ts';
import { notFound, organizationNotFound } from '../errors.ts';
import { membershipOf, permissionsOfMembership, planOf } from '../logic/access.ts';
import { randomText } from '../ids.ts';
import type {
  JwtTemplateRecord,
  MembershipRecord,
  OrganizationRecord,
  SessionRecord,
  UserRecord,
} from '../state/records.ts';
import { signingKeyOf } from './customKey.ts';
import { isSigningAlgorithm, signCompact } from './jws.ts';
import { renderSessionClaims, renderTemplate, type MintContext } from './renderClaims.ts';

/** Token categories as clerk/javascript `packages/backend/src/tokens/jwtCategories.ts` names them. */
const category = { session: 'cl_B7d4PD111AAA', template: 'cl_B7d4PD222AAA' } as const;

/** Real session tokens carry `nbf = iat - 10` (observed, not documented). */
const sessionSkewSec = 10;

export interface MintOptions {
  /** `Origin` of the Frontend API request; absent for native clients and the Backend API. */
  readonly azp?: string | null;
  readonly lifetimeSec?: number;
  /** Null is the personal account; absent keeps the session's own. */
  readonly organizationId?: string | null;
}

/** `oiat` last given per session. clerk-js drops a token whose `oiat` is lower than the one it holds. */
const lastOiat = new WeakMap<Core, Map<string, number>>();

function nextOiat(core: Core, sessionId: string, iat: number): number {
  const known = lastOiat.get(core) ?? new Map<string, number>();
  lastOiat.set(core, known);
  const oiat = Math.max(iat, known.get(sessionId) ?? 0);
  known.set(sessionId, oiat);
  return oiat;
}

/** A session token, version 2. @throws ClerkApiError 404 when the user is not in the organization. */
export function mintSessionToken(
  core: Core,
  asked: Asked,
  session: SessionRecord,
  options: MintOptions = {},
): string {
  const context = mintContext(core, asked, session, options.organizationId);
  const { user, organization, membership } = context;
  const iat = Math.floor(asked.nowMs / 1000);
  const plan = planOf(core.state, organization ?? user);
  const scope = organization === null ? 'u' : 'o';
  const features = (plan?.features ?? []).map((slug) => ({ slug, scope }) as const);
  const granted = membership === null ? [] : grantedPermissions(core, membership, plan?.features);
  const { fea, per, fpm } = encodePermissions({ features, permissions: granted });
  const claims = {
    ...(isOrigin(options.azp) ? { azp: options.azp } : {}),
    exp: iat + (options.lifetimeSec ?? core.tokenLifetimeSec),
    ...(fea === '' ? {} : { fea }),
    fva: [
      minutesSince(asked, session.first_factor_verified_at),
      minutesSince(asked, session.second_factor_verified_at),
    ],
    iat,
    iss: issuerOf(core),
    jti: randomText(20),
    nbf: iat - sessionSkewSec,
    ...(organization === null || membership === null
      ? {}
      : {
          o: {
            ...(fpm === '' ? {} : { fpm }),
            id: organization.id,
            ...(per === '' ? {} : { per }),
            rol: membership.role.replace(/^org:/, ''),
            slg: organization.slug,
          },
        }),
    ...(plan === null ? {} : { pla: `${scope}:${plan.slug}` }),
    sid: session.id,
    sts: session.status === 'pending' ? 'pending' : 'active',
    sub: user.id,
    ...(session.actor === null ? {} : { act: session.actor }),
    v: 2,
  };
  return signCompact(
    {
      alg: 'RS256',
      cat: category.session,
      kid: core.keys.kid,
      oiat: nextOiat(core, session.id, iat),
      typ: 'JWT',
    },
    // The customization merges on top of the defaults and can change none of them.
    { ...claims, ...withoutKeys(renderSessionClaims(core, context), claims) },
    { kind: 'asymmetric', key: core.keys.privateKey },
  );
}

/** A token of a named template. @throws ClerkApiError 404 for a name that does not exist. */
export function mintTemplateToken(
  core: Core,
  asked: Asked,
  session: SessionRecord,
  name: string,
  options: Omit<MintOptions, 'organizationId'> = {},
): string {
  const template = core.state.tables.jwt_template.find('name', name)[0];
  if (template === undefined) throw notFound('JWT template');
  const context = mintContext(core, asked, session);
  const iat = Math.floor(asked.nowMs / 1000);
  const generated = {
    ...(isOrigin(options.azp) ? { azp: options.azp } : {}),
    exp: iat + (options.lifetimeSec ?? template.lifetime),
    iat,
    iss: issuerOf(core),
    jti: randomText(20),
    nbf: iat - template.allowed_clock_skew,
    sub: context.user.id,
  };
  return signTemplate(core, template, {
    ...generated,
    ...withoutKeys(renderTemplate(template.claims, context), generated),
  });
}

function signTemplate(core: Core, template: JwtTemplateRecord, payload: object): string {
  const alg = template.signing_algorithm;
  if (!template.custom_signing_key || template.signing_key === null || !isSigningAlgorithm(alg)) {
    return signCompact(
      { alg: 'RS256', cat: category.template, kid: core.keys.kid, typ: 'JWT' },
      payload,
      { kind: 'asymmetric', key: core.keys.privateKey },
    );
  }
  return signCompact(
    { alg, cat: category.template, kid: core.keys.kid, typ: 'JWT' },
    payload,
    signingKeyOf(alg, template.signing_key),
  );
}

function mintContext(
  core: Core,
  asked: Asked,
  session: SessionRecord,
  organizationId?: string | null,
): MintContext {
  const user = core.state.tables.user.get(session.user_id);
  if (user === undefined) throw notFound('User');
  const organization =
    organizationId === undefined
      ? activeOrganization(core, session, user)
      : organizationId === null
        ? null
        : core.state.tables.organization.get(organizationId);
  if (organization === null) {
    return { core, asked, session, user, organization, membership: null };
  }
  const membership = organization && membershipOf(core.state, organization.id, user.id);
  if (organization === undefined || membership === undefined) throw organizationNotFound();
  return { core, asked, session, user, organization, membership };
}

/** Custom permissions alone, and only of features that the plan includes; Clerk keeps system ones out of tokens. */
function grantedPermissions(
  core: Core,
  membership: MembershipRecord,
  features: readonly string[] = [],
): string[] {
  return permissionsOfMembership(core.state, membership).filter((key) => {
    const feature = key.split(':')[1] ?? '';
    return !feature.startsWith('sys_') && features.includes(feature);
  });
}

const minutesSince = (asked: Asked, thenMs: number | null): number =>
  thenMs === null ? -1 : Math.max(0, Math.floor((asked.nowMs - thenMs) / 60_000));

const isOrigin = (origin: string | null | undefined): origin is string =>
  origin !== null && origin !== undefined && origin !== '' && origin !== 'null';

const withoutKeys = (
  claims: Readonly<Record<string, unknown>>,
  taken: object,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => !Object.hasOwn(taken, name)));

/** The organization a session stands in, or null: also when the user has left it meanwhile. */
export function activeOrganization(
  core: Core,
  session: SessionRecord,
  user: UserRecord,
): OrganizationRecord | null {
  const id = session.last_active_organization_id;
  if (id === null || membershipOf(core.state, id, user.id) === undefined) return null;
  return core.state.tables.organization.get(id) ?? null;
}
