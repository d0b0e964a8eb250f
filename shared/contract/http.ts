/**
 * Bodies of the protected backend (`/api/v1/...` in the page, `/v1/...` on its own port), one file per noun.
 * Shared by the server, which validates with them, and the page, which parses answers with them.
 */
export * from './http/access.ts';
export * from './http/audit.ts';
export * from './http/domains.ts';
export * from './http/invitations.ts';
export * from './http/items.ts';
export * from './http/me.ts';
export * from './http/members.ts';
export * from './http/organization.ts';
export * from './http/problem.ts';
export * from './http/roleSets.ts';
export * from './http/roles.ts';
export * from './http/sessionClaims.ts';
export * from './http/sessions.ts';
export * from './http/settings.ts';
export * from './http/templates.ts';
export * from './http/users.ts';
