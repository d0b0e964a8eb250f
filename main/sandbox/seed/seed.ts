import { createHash } from 'node:crypto';
import { fixedId, randomText } from '../ids.ts';
import { enrollmentModes } from '../logic/domains.ts';
import type { State } from '../state/state.ts';
import { newPrivateKeyPem } from '../tokens/keys.ts';
import {
  customPermissionSeeds,
  domainSeeds,
  planSeeds,
  roleSeeds,
  roleSetSeeds,
  sessionTokenClaims,
  systemPermissionSeeds,
  templateSeeds,
} from './catalog.ts';
import { seedCrowd } from './crowd.ts';

/** Made up; the suffix makes it a development instance for clerk-js. */
const defaultHost = 'claimdeck-sandbox-00.clerk.accounts.dev';

export interface SeedOptions {
  readonly nowMs: number;
  readonly frontendHost?: string | undefined;
  /** People in all; the usual is 200. */
  readonly users: number;
}

/** A publishable key as Clerk makes them: the Frontend API host and `$`, in base64. */
const publishableKeyOf = (host: string): string =>
  `pk_test_${Buffer.from(`${host}$`).toString('base64').replaceAll('=', '')}`;

/** Fills an empty state: everything but keys and secrets comes out the same each time. */
export function seedInstance(state: State, options: SeedOptions): void {
  const host = options.frontendHost ?? defaultHost;
  state.transaction(() => {
    seedSettings(state, host, options.nowMs);
    seedCatalog(state, options.nowMs);
    seedCrowd(state, options);
    seedDomains(state, options.nowMs);
  });
}

function seedSettings(state: State, host: string, nowMs: number): void {
  const word =
    host === defaultHost
      ? 'claimdeckSandbox'
      : `other${createHash('sha256').update(host).digest('hex').slice(0, 10)}`;
  state.tables.instance.put({
    id: fixedId('ins', word),
    name: 'Sandbox',
    frontend_host: host,
    publishable_key: publishableKeyOf(host),
    secret_key: `sk_test_${randomText(42)}`,
    private_key_pem: newPrivateKeyPem(),
    session_token_claims: sessionTokenClaims,
    allowed_origins: [],
    single_session_mode: true,
    organization_settings: {
      enabled: true,
      max_allowed_memberships: 0,
      max_allowed_roles: 10,
      max_allowed_permissions: 50,
      admin_delete_enabled: true,
      domains_enabled: true,
      slug_disabled: false,
      domains_enrollment_modes: enrollmentModes,
      creator_role: 'org:admin',
      domains_default_role: 'org:member',
    },
    created_at: nowMs,
    updated_at: nowMs,
  });
}

function seedCatalog(state: State, nowMs: number): void {
  const times = { created_at: nowMs, updated_at: nowMs };
  const idOf = (key: string): string => fixedId('perm', key.replaceAll(/[^a-z]/g, ''));
  const permissions = [
    ...systemPermissionSeeds.map((seed) => ({ seed, type: 'system' as const })),
    ...customPermissionSeeds.map((seed) => ({ seed, type: 'user' as const })),
  ];
  for (const { seed, type } of permissions) {
    const [key, name] = seed;
    state.tables.permission.put({ id: idOf(key), key, name, description: '', type, ...times });
  }
  const roleId = (key: string): string => fixedId('role', key.replaceAll(/[^a-z]/g, ''));
  for (const role of roleSeeds) {
    state.tables.role.put({
      id: roleId(role.key),
      key: role.key,
      name: role.name,
      description: role.description,
      permission_ids: role.permissions.map(idOf),
      ...times,
    });
  }
  for (const { word, roles, ...set } of roleSetSeeds) {
    state.tables.role_set.put({
      id: fixedId('rset', word),
      key: `role_set:${word}`,
      ...set,
      role_ids: roles.map(roleId),
      default_role_id: roleId('org:member'),
      creator_role_id: roleId('org:admin'),
      ...times,
    });
  }
  for (const plan of planSeeds) {
    state.tables.plan.put({ id: fixedId('cplan', plan.slug), ...plan, ...times });
  }
  for (const template of templateSeeds) {
    state.tables.jwt_template.put({
      id: fixedId('jtmp', template.name),
      name: template.name,
      claims: template.claims,
      lifetime: template.lifetime,
      allowed_clock_skew: 5,
      custom_signing_key: false,
      signing_algorithm: 'RS256',
      signing_key: null,
      ...times,
    });
  }
}

function seedDomains(state: State, nowMs: number): void {
  for (const { word, name, mode, verified } of domainSeeds) {
    state.tables.organization_domain.put({
      id: fixedId('orgdmn', word),
      organization_id: fixedId('org', word),
      name,
      enrollment_mode: mode,
      verified,
      affiliation_email_address: null,
      verification: null,
      created_at: nowMs,
      updated_at: nowMs,
    });
  }
}
