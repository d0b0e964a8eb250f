import { createCheckAuthorization } from '@clerk/shared/authorization';
import { __experimental_JWTPayloadToAuthObjectProperties as readBySdk } from '@clerk/shared/jwtPayloadParser';
import type { HasCheck } from '../../../../shared/domain/access/check.ts';
import type { HasOptions } from '../../../../shared/domain/access/has.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';

export interface Case {
  readonly claims: JsonObject;
  readonly check: HasCheck;
  readonly options: HasOptions;
}

/** A small seeded generator (mulberry32): the same cases on every run. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Pick = <T>(items: readonly T[]) => T;

const roles = ['admin', 'member', 'org:admin', 'Admin', ''];
const features = [
  'o:data',
  'u:data',
  'uo:teams',
  'ou:x',
  'u:x',
  'z:x',
  ' o:data ',
  'o:data,o:teams',
  'u:x,o:data',
  'uo:x,u:data,o:teams',
  'o:',
  'plain',
  'o:a:b',
  '',
];
const odd: readonly unknown[] = [5, true, false, null, [], {}, ['org:data:read'], 0];
const askedSlugs = [
  'data',
  'o:data',
  'org:teams',
  'organization:x',
  'u:x',
  'user:data',
  'z:x',
  'o:',
  '',
  ':x',
  'x',
  'teams',
  'nope',
  'o:a:b',
  'a',
];
const askedRoles = ['admin', 'org:admin', 'org:org:admin', 'member', 'org:member', 'ADMIN', ''];
const askedPermissions = [
  'org:data:read',
  'data:read',
  'org:org:data:write',
  'org:teams:read',
  'org:x:write',
  'org:Data:read',
  'read',
  'org:sys_memberships:manage',
  '',
];
const askedWindows: readonly unknown[] = [
  'strict',
  'strict_mfa',
  'moderate',
  'lax',
  'loose',
  5,
  null,
  '',
  { level: 'first_factor', afterMinutes: 10 },
  { level: 'second_factor', afterMinutes: 1 },
  { level: 'multi_factor', afterMinutes: 30 },
  { level: 'multi_factor', afterMinutes: 0 },
  { level: 'x', afterMinutes: 5 },
  { level: 'first_factor', afterMinutes: '5' },
  ['strict'],
];
const ages: readonly unknown[] = [
  [0, -1],
  [9, -1],
  [10, -1],
  [5, 9],
  [5, 12],
  [-1, 3],
  [-1, -1],
  [0, 61],
  [2000, 0],
  [1.5, 0],
  [1],
  [1, 2, 3],
  [-2, 0],
  ['1', 2],
  'x',
  5,
  null,
  undefined,
];

/** One case; odd values are rare enough that a good part of the answers is yes. */
export function makeCase(random: () => number): Case {
  const pick: Pick = (items) =>
    items[Math.floor(random() * items.length)] as (typeof items)[number];
  const chance = (share: number): boolean => random() < share;
  const claims: Record<string, unknown> = {};
  if (!chance(0.02)) claims['sub'] = chance(0.02) ? pick(odd) : 'user_1';
  const isV2 = chance(0.7);
  if (isV2) claims['v'] = 2;
  else if (chance(0.2)) claims['v'] = pick([1, 3, '2', null, 2.5]);
  if (chance(0.8))
    claims['fea'] = chance(0.03) ? pick(odd) : chance(0.8) ? 'o:data,u:x,uo:teams' : pick(features);
  if (chance(0.8)) claims['pla'] = chance(0.03) ? pick(odd) : pick(features);
  if (chance(0.8)) claims['fva'] = chance(0.8) ? [pick([0, 3, 9]), pick([-1, 0, 8])] : pick(ages);
  if (chance(0.85)) claims['o'] = chance(0.03) ? pick(odd) : organization(pick, chance);
  if (!isV2 || chance(0.1)) {
    if (chance(0.85)) claims['org_id'] = chance(0.04) ? pick([...odd, '']) : 'org_1';
    if (chance(0.85))
      claims['org_role'] = chance(0.04) ? pick(odd) : chance(0.7) ? 'org:admin' : pick(roles);
    if (chance(0.85))
      claims['org_permissions'] = chance(0.05)
        ? pick([...odd, 'org:data:read'])
        : ['org:data:read', 'org:teams:read', 'org:x:write'].filter(() => chance(0.7));
  }
  return {
    claims: claims as JsonObject,
    check: makeCheck(pick, chance),
    options: sideOf(pick, chance),
  };
}

function organization(pick: Pick, chance: (share: number) => boolean): unknown {
  const o: Record<string, unknown> = {};
  if (!chance(0.04)) o['id'] = chance(0.03) ? pick([...odd, '']) : 'org_1';
  if (!chance(0.04)) o['rol'] = chance(0.04) ? pick(odd) : chance(0.7) ? 'admin' : pick(roles);
  if (!chance(0.1))
    o['per'] = chance(0.03)
      ? pick(odd)
      : pick(['read,write', 'read', ' read , write', 'write,read', '']);
  if (!chance(0.1))
    o['fpm'] = chance(0.03)
      ? pick(odd)
      : pick([
          '3,3',
          '1,3',
          '3',
          '3,1,0',
          '3,3',
          '3,2',
          '2,1',
          'x,3',
          '',
          '18446744073709551617,3',
        ]);
  return o;
}

function makeCheck(pick: Pick, chance: (share: number) => boolean): HasCheck {
  const check: Record<string, unknown> = {};
  const value = (items: readonly unknown[]): unknown => (chance(0.03) ? pick(odd) : pick(items));
  if (chance(0.36)) check['role'] = chance(0.8) ? 'admin' : value(askedRoles);
  if (chance(0.25)) check['permission'] = chance(0.8) ? 'org:data:read' : value(askedPermissions);
  if (chance(0.36)) check['feature'] = chance(0.8) ? 'data' : value(askedSlugs);
  if (chance(0.06)) check['plan'] = value(askedSlugs);
  if (chance(0.38))
    check['reverification'] = chance(0.8) ? pick(['strict', 'lax']) : value(askedWindows);
  return check;
}

function sideOf(pick: Pick, chance: (share: number) => boolean): HasOptions {
  const membership = {
    membershipRole: pick(['org:admin', 'org:member', 'admin']),
    membershipPermissions: ['org:data:read', 'org:data:write', 'org:sys_memberships:manage'].filter(
      () => chance(0.7),
    ),
  };
  if (chance(0.4)) return { side: 'client', ...membership };
  return chance(0.3) ? { side: 'server', ...membership } : {};
}

/** Clerk's own answer. A parser that throws grants nothing. */
export function sdkAnswer({ claims, check, options }: Case): boolean {
  const { fea, pla } = claims;
  try {
    const isClient = options.side === 'client';
    const auth = isClient ? clientAuth(claims) : readBySdk(claims as never);
    const has = createCheckAuthorization({
      userId: auth.userId,
      orgId: auth.orgId,
      orgRole: isClient ? options.membershipRole : auth.orgRole,
      orgPermissions: (isClient ? options.membershipPermissions : auth.orgPermissions) as never,
      factorVerificationAge: auth.factorVerificationAge,
      features: (fea || '') as string,
      plans: (pla || '') as string,
    });
    return has(check as never);
  } catch {
    return false;
  }
}

/** On a client the organization comes from the session, so the masks of the token are not decoded. */
function clientAuth(claims: JsonObject): ReturnType<typeof readBySdk> {
  const { o } = claims;
  const organization = typeof o === 'object' && o !== null ? (o as JsonObject) : {};
  return {
    userId: claims['sub'],
    orgId: claims['v'] === 2 ? (o ? organization['id'] : undefined) : claims['org_id'],
    factorVerificationAge: claims['fva'] ?? null,
  } as never;
}
