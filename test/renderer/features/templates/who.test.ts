import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import {
  judgeMinted,
  whyNotMinted,
} from '../../../../renderer/features/templates/preview/minted.logic.ts';
import {
  activeOrgId,
  contextOf,
  isOwnSession,
  moveTo,
  nameOf,
  oneself,
  placesOf,
  type Own,
} from '../../../../renderer/features/templates/who/who.logic.ts';
import { fakeToken } from '../../fakeToken.ts';

const membership = (id: string, name: string, role: string) => ({
  role,
  permissions: ['org:data:read'],
  organization: { id, name, slug: id },
});
const acme = membership('org_acme', 'Acme Robotics', 'org:admin');
const globex = membership('org_globex', 'Globex Health', 'org:member');
const ada = {
  user: { id: 'user_ada', first_name: 'Ada', last_name: 'Byron' },
  memberships: [acme, globex],
};
const grace = { user: { id: 'user_grace', username: 'grace' }, memberships: [globex] };
const kate = {
  user: {
    id: 'user_kate',
    email_addresses: [{ id: 'idn_1', email_address: 'kate@example.com' }],
    primary_email_address_id: 'idn_1',
  },
  memberships: [],
};

const own: Own = {
  context: {
    user: ada.user,
    organization: acme.organization,
    membership: acme,
    session: { id: 'sess_1', actor: null },
  },
  person: { id: 'user_ada', name: 'Ada Byron', identifier: '', imageUrl: '' },
  memberships: [
    { orgId: 'org_acme', name: 'Acme Robotics', slug: null, role: 'org:admin', imageUrl: '' },
    { orgId: 'org_globex', name: 'Globex Health', slug: null, role: 'org:member', imageUrl: '' },
  ],
  record: null,
};

const template = compileTemplate(
  {
    org: '{{org.id}}',
    role: '{{org.role}}',
    all: '{{user.organizations}}',
    actor: '{{session.actor}}',
  },
  { kind: 'jwt-template' },
);

describe('whom a template is previewed for', () => {
  it('is oneself, in the session of this window, with every membership', () => {
    expect(template.render(contextOf(oneself, own))).toEqual({
      org: 'org_acme',
      role: 'org:admin',
      all: { org_acme: 'org:admin', org_globex: 'org:member' },
      actor: null,
    });
    expect(isOwnSession(oneself, own)).toBe(true);
  });

  it('is another user in their first organization, or in the same one as before', () => {
    expect(template.render(contextOf(moveTo(oneself, grace), own))).toMatchObject({
      org: 'org_globex',
      role: 'org:member',
    });
    const inGlobex = { ...oneself, user: ada, orgId: 'org_globex' };
    expect(activeOrgId(moveTo(inGlobex, grace), own)).toBe('org_globex');
    expect(activeOrgId(moveTo(inGlobex, kate), own)).toBeNull();
    expect(isOwnSession(moveTo(oneself, grace), own)).toBe(false);
  });

  it('is oneself elsewhere once the records are there', () => {
    const who = { ...oneself, orgId: 'org_globex' };
    const known = { ...own, record: ada };
    expect(template.render(contextOf(who, known))).toMatchObject({ role: 'org:member' });
    expect(isOwnSession(who, known)).toBe(false);
  });

  it('is without an organization, and impersonated', () => {
    const who = { user: grace, orgId: null, impersonated: true };
    expect(template.render(contextOf(who, own))).toEqual({
      org: null,
      role: null,
      all: { org_globex: 'org:member' },
      actor: { sub: 'user_ada' },
    });
    expect(isOwnSession({ ...oneself, impersonated: true }, own)).toBe(false);
  });

  it('is named by what is known, with the organizations to choose from', () => {
    expect([ada, grace, kate].map(({ user }) => nameOf(user))).toEqual([
      'Ada Byron',
      'grace',
      'kate@example.com',
    ]);
    expect(placesOf(ada).map(({ name, role }) => [name, role])).toEqual([
      ['No organization', null],
      ['Acme Robotics', 'org:admin'],
      ['Globex Health', 'org:member'],
    ]);
  });
});

describe('a minted token beside the preview', () => {
  const preview = compileTemplate({ a: 1, b: '{{user.id}}' }, { kind: 'session-claims' }).evaluate({
    user: { id: 'user_ada' },
  });

  it('is equal, equal in another order, or different with the place', () => {
    const judge = (claims: Record<string, unknown>) => judgeMinted(fakeToken(claims, 0), preview);
    expect(judge({ a: 1, b: 'user_ada' })).toMatchObject({
      isEqual: true,
      isSameText: true,
      mintedBytes: preview.customBytes,
    });
    expect(judge({ b: 'user_ada', a: 1 })).toMatchObject({ isEqual: true, isSameText: false });
    expect(judge({ a: 2, b: 'user_ada' })).toMatchObject({
      isEqual: false,
      changes: [{ path: '/a', before: 1, after: 2 }],
    });
    expect(judgeMinted('no token', preview)).toBeNull();
  });

  it('is not there for a draft, for changes, and for anybody else', () => {
    const state = { isDraft: false, isChanged: false, isOwnSession: true, isSession: false };
    expect(whyNotMinted(state)).toBeNull();
    expect(whyNotMinted({ ...state, isDraft: true })).toMatch(/^Not minted: a draft\./);
    expect(whyNotMinted({ ...state, isChanged: true })).toMatch(/^Not minted: a draft\./);
    expect(whyNotMinted({ ...state, isOwnSession: false })).toMatch(/only your own session/);
  });
});
