/** A small instance: two organizations, four people, three roles. */
export const ISSUER = 'https://made-up-00.clerk.accounts.dev';

export interface Person {
  readonly userId: string;
  readonly first: string;
  /** Organization → role. */
  readonly memberships: Readonly<Record<string, string>>;
}

export const ada: Person = {
  userId: 'user_ada',
  first: 'Ada',
  memberships: { org_acme: 'org:admin' },
};
export const grace: Person = {
  userId: 'user_grace',
  first: 'Grace',
  memberships: { org_acme: 'org:member' },
};
export const edith: Person = {
  userId: 'user_edith',
  first: 'Edith',
  memberships: { org_acme: 'org:editor', org_globex: 'org:admin' },
};
export const katherine: Person = { userId: 'user_katherine', first: 'Katherine', memberships: {} };

export const people: readonly Person[] = [ada, grace, edith, katherine];

export const rolePermissions: Readonly<Record<string, readonly string[]>> = {
  'org:admin': [
    'org:sys_memberships:manage',
    'org:sys_memberships:read',
    'org:sys_profile:delete',
    'org:data:read',
    'org:data:write',
    'org:data:delete',
    'org:settings:manage',
  ],
  'org:editor': [
    'org:sys_memberships:read',
    'org:data:read',
    'org:data:write',
    'org:settings:manage',
  ],
  'org:member': ['org:sys_memberships:read', 'org:data:read'],
};
