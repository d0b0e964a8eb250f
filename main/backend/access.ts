import { AppException, appError } from '../../shared/errors/appError.ts';
import {
  anyOf,
  describeRule,
  everyone,
  operator,
  organization,
  permission,
  personal,
  role,
  signedIn,
  type AccessRule,
} from './rules.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface AccessEntry {
  readonly method: Method;
  /** As the route is registered, with its `:parameters`. */
  readonly path: string;
  readonly rule: AccessRule;
  readonly purpose: string;
}

/** Custom permissions are an instance's own; a real one may name them otherwise. */
export interface PermissionNames {
  readonly dataRead: string;
  readonly dataWrite: string;
  readonly dataDelete: string;
  readonly settingsManage: string;
}

const defaultPermissions: PermissionNames = {
  dataRead: 'org:data:read',
  dataWrite: 'org:data:write',
  dataDelete: 'org:data:delete',
  settingsManage: 'org:settings:manage',
};

/** Session tokens carry no system permissions, so managing members is guarded by Clerk's own admin role. */
const ADMIN = 'org:admin';

/** Clerk's form of a custom permission: `org:<feature>:<action>`. */
const CUSTOM_PERMISSION = /^org:[a-z0-9_]+:[a-z0-9_]+$/;

/**
 * The names a rule may be built from: the usual ones, with those of the configuration in their place. Throws
 * `start.bad_configuration` for a name no session token can carry, since such a rule would never let anybody in.
 */
export function permissionNames(
  configured: { readonly [Name in keyof PermissionNames]?: string | undefined } = {},
): PermissionNames {
  const names = { ...defaultPermissions };
  for (const name of Object.keys(names) as (keyof PermissionNames)[]) {
    const key = configured[name];
    if (key === undefined) continue;
    if (!CUSTOM_PERMISSION.test(key) || key.startsWith('org:sys_')) {
      throw new AppException(
        appError('start.bad_configuration', `The permission for ${name} is not a custom one.`, {
          remedy: 'Name it as Clerk does, org:<feature>:<action>; tokens carry no org:sys_ ones.',
        }),
      );
    }
    names[name] = key;
  }
  return names;
}

/**
 * The one list of who may do what. The server refuses to start when a route is missing here or a rule has no route;
 * the OpenAPI document, the console's page and the tests are derived from it.
 */
export function accessTable(names: PermissionNames = defaultPermissions): readonly AccessEntry[] {
  const settingsWrite = anyOf(role(ADMIN), permission(names.settingsManage));
  return [
    entry('GET', '/health', everyone, 'Tells whether the backend and its store answer.'),
    entry('GET', '/ready', everyone, 'Tells whether requests can be served: store and keys.'),
    entry('GET', '/metrics', everyone, 'Prometheus metrics, for the holder of their own token.'),
    entry('GET', '/openapi.json', everyone, 'This API as an OpenAPI 3.1 document.'),
    entry('GET', '/v1/access', signedIn, 'This table.'),
    entry('GET', '/v1/me', signedIn, 'What the caller’s token says, without a call to Clerk.'),
    entry('GET', '/v1/me/profile', signedIn, 'The caller’s user as Clerk holds it now.'),
    entry('GET', '/v1/me/context', signedIn, 'What a template preview for the caller needs.'),
    entry('GET', '/v1/org/settings', organization, 'Settings of the customer’s own app.'),
    entry('PUT', '/v1/org/settings', settingsWrite, 'Saves the settings of the organization.'),
    entry('GET', '/v1/org/settings/history', settingsWrite, 'Earlier versions of the settings.'),
    entry(
      'POST',
      '/v1/org/settings/history/:version/restore',
      settingsWrite,
      'Saves an earlier version of the settings as the newest.',
    ),
    entry('GET', '/v1/org/audit', settingsWrite, 'Who changed what in the organization.'),
    entry('GET', '/v1/audit', operator, 'Who changed what in the instance.'),
    entry(
      'GET',
      '/v1/items',
      anyOf(permission(names.dataRead), personal),
      'Sample items of the organization, or the caller’s own.',
    ),
    entry(
      'POST',
      '/v1/items',
      anyOf(permission(names.dataWrite), personal),
      'Creates a sample item.',
    ),
    entry(
      'DELETE',
      '/v1/items/:id',
      anyOf(permission(names.dataDelete), personal),
      'Deletes a sample item.',
    ),
    entry('GET', '/v1/org/members', organization, 'Members of the organization with their roles.'),
    entry('PATCH', '/v1/org/members/:userId', role(ADMIN), 'Changes a member’s role in Clerk.'),
    entry('DELETE', '/v1/org/members/:userId', role(ADMIN), 'Takes a member out in Clerk.'),
    entry('GET', '/v1/org', organization, 'The organization as Clerk holds it.'),
    entry('PATCH', '/v1/org', role(ADMIN), 'Changes name and slug in Clerk.'),
    entry('PATCH', '/v1/org/metadata', role(ADMIN), 'Merges into the public metadata in Clerk.'),
    entry('PUT', '/v1/org/metadata', role(ADMIN), 'Replaces the public metadata in Clerk.'),
    entry('GET', '/v1/org/invitations', role(ADMIN), 'Invitations of the organization.'),
    entry('POST', '/v1/org/invitations', role(ADMIN), 'Invites one person or many through Clerk.'),
    entry('POST', '/v1/org/invitations/:id/resend', role(ADMIN), 'Invites the same person anew.'),
    entry('DELETE', '/v1/org/invitations/:id', role(ADMIN), 'Revokes an invitation in Clerk.'),
    entry('GET', '/v1/me/sessions', signedIn, 'The caller’s own sessions.'),
    entry('DELETE', '/v1/me/sessions/:id', signedIn, 'Ends one of the caller’s own sessions.'),
    entry('GET', '/v1/users/:userId/sessions', operator, 'Sessions of a person.'),
    entry('DELETE', '/v1/users/:userId/sessions/:id', operator, 'Ends a session of a person.'),
    entry('GET', '/v1/org/domains', role(ADMIN), 'Domains by which people join the organization.'),
    entry('POST', '/v1/org/domains', role(ADMIN), 'Adds a domain in Clerk.'),
    entry('PATCH', '/v1/org/domains/:id', role(ADMIN), 'Changes how people join by a domain.'),
    entry('DELETE', '/v1/org/domains/:id', role(ADMIN), 'Deletes a domain in Clerk.'),
    entry('GET', '/v1/permissions', operator, 'Permissions of the instance.'),
    entry('POST', '/v1/permissions', operator, 'Creates a custom permission in Clerk.'),
    entry('PATCH', '/v1/permissions/:id', operator, 'Changes a custom permission in Clerk.'),
    entry('DELETE', '/v1/permissions/:id', operator, 'Deletes a custom permission in Clerk.'),
    entry('GET', '/v1/role-sets', operator, 'Role sets of the instance.'),
    entry('POST', '/v1/role-sets', operator, 'Creates a role set in Clerk.'),
    entry('PATCH', '/v1/role-sets/:key', operator, 'Changes a role set in Clerk.'),
    entry('POST', '/v1/role-sets/:key/roles', operator, 'Adds roles to a role set.'),
    entry(
      'POST',
      '/v1/role-sets/:key/roles/replace',
      operator,
      'Takes a role out of a role set and gives its members another.',
    ),
    entry(
      'POST',
      '/v1/role-sets/:key/replace',
      operator,
      'Deletes a role set and gives its organizations another.',
    ),
    entry('PUT', '/v1/org/role-set', operator, 'Gives the organization another role set.'),
    entry('GET', '/v1/roles', operator, 'Roles of the instance, as they can be changed.'),
    entry('POST', '/v1/roles', operator, 'Creates a role in Clerk.'),
    entry('PATCH', '/v1/roles/:id', operator, 'Changes a role in Clerk, for every organization.'),
    entry('DELETE', '/v1/roles/:id', operator, 'Deletes a role in Clerk.'),
    entry('GET', '/v1/org/roles', organization, 'Roles that the organization may give.'),
    entry('GET', '/v1/templates', operator, 'JWT templates of the instance.'),
    entry('POST', '/v1/templates', operator, 'Creates a JWT template in Clerk.'),
    entry('GET', '/v1/templates/history', operator, 'Versions of templates, also of deleted ones.'),
    entry('GET', '/v1/templates/:id', operator, 'One JWT template.'),
    entry('PATCH', '/v1/templates/:id', operator, 'Changes a JWT template in Clerk.'),
    entry('DELETE', '/v1/templates/:id', operator, 'Deletes a JWT template in Clerk.'),
    entry('GET', '/v1/session-claims', operator, 'Custom claims of the session token.'),
    entry(
      'PUT',
      '/v1/session-claims',
      operator,
      'Replaces the custom claims, where that is offered.',
    ),
    entry('GET', '/v1/session-claims/history', operator, 'Earlier custom claims.'),
    entry('GET', '/v1/users', operator, 'People of the instance with their organizations.'),
  ];
}

const entry = (method: Method, path: string, rule: AccessRule, purpose: string): AccessEntry => ({
  method,
  path,
  rule,
  purpose,
});

/** Writes are decided twice: by the token, then by the membership as Clerk holds it at that moment. */
export const isWrite = (entry: AccessEntry): boolean => entry.method !== 'GET';

/** The rule of a route, looked up as Fastify names it. */
export interface AccessIndex {
  readonly entries: readonly AccessEntry[];
  find(method: string, path: string): AccessEntry | undefined;
}

export function indexAccess(entries: readonly AccessEntry[]): AccessIndex {
  const byRoute = new Map(entries.map((found) => [`${found.method} ${found.path}`, found]));
  return { entries, find: (method, path) => byRoute.get(`${method} ${path}`) };
}

/** The table as `GET /v1/access` serves it. */
export const printAccess = (
  entries: readonly AccessEntry[],
): { method: string; path: string; rule: string; purpose: string }[] =>
  entries.map(({ method, path, rule, purpose }) => ({
    method,
    path,
    rule: describeRule(rule),
    purpose,
  }));
