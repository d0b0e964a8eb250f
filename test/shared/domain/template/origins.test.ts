import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { shortcodes } from '../../../../shared/domain/template/shortcodes.ts';
import type {
  ClaimOrigin,
  NullReason,
  PreviewContext,
} from '../../../../shared/domain/template/types.ts';

const origin = (text: string, context: PreviewContext): ClaimOrigin | undefined =>
  compileTemplate({ x: text }, { kind: 'jwt-template' }).evaluate(context).origins['/x'];

const acme: PreviewContext = {
  user: { id: 'user_1', username: null, public_metadata: { a: { b: null, n: 5 } } },
  organization: { id: 'org_1', slug: null },
  membership: { role: 'org:admin' },
  session: { actor: null },
};

describe('why a value is null', () => {
  const cases: [text: string, context: PreviewContext, reason: NullReason][] = [
    ['{{user.username}}', acme, 'not-set'],
    ['{{user.external_id}}', acme, 'not-in-record'],
    ['{{user.full_name}}', acme, 'not-set'],
    ['{{user.nope}}', acme, 'unknown-property'],
    ['{{user.private_metadata.x}}', acme, 'private'],
    ['{{user.public_metadata.zzz}}', acme, 'missing-key'],
    ['{{user.public_metadata.a.zzz}}', acme, 'missing-key'],
    ['{{user.public_metadata.a.b}}', acme, 'not-set'],
    ['{{user.public_metadata.a.n.x}}', acme, 'path-through-value'],
    ['{{org.slug}}', acme, 'not-set'],
    ['{{org.name}}', acme, 'not-in-record'],
    ['{{org_membership.permissions}}', acme, 'not-in-record'],
    ['{{session.actor}}', acme, 'not-impersonating'],
    ['{{session.reverification_id}}', acme, 'not-in-record'],
    ['{{org.id}}', { ...acme, organization: null }, 'no-active-organization'],
    [
      '{{org_membership.public_metadata.x}}',
      { ...acme, organization: null },
      'no-active-organization',
    ],
    ['{{org.role}}', { ...acme, membership: null }, 'no-membership'],
    ['{{org_membership.public_metadata}}', { ...acme, membership: null }, 'no-membership'],
    ['{{session.actor}}', { ...acme, session: null }, 'no-session'],
  ];
  it.each(cases)('%s', (text, context, reason) => {
    const made = compileTemplate({ x: text }, { kind: 'jwt-template' });
    expect(made.render(context)).toEqual({ x: null });
    expect(origin(text, context)?.operands).toMatchObject([{ nullReason: reason, chosen: true }]);
  });
});

describe('the origin of a value', () => {
  it('names the operands looked at, and the record they were read from', () => {
    expect(origin("{{user.username || org.role || 'x'}}", acme)).toEqual({
      kind: 'shortcode',
      source: "{{user.username || org.role || 'x'}}",
      operands: [
        {
          text: 'user.username',
          kind: 'shortcode',
          from: 'user.username',
          nullReason: 'not-set',
          chosen: false,
        },
        {
          text: 'org.role',
          kind: 'shortcode',
          from: 'membership.role',
          nullReason: null,
          chosen: true,
        },
      ],
    });
    expect(origin('{{user.email_verified}}', acme)?.operands[0]?.from).toBe(
      'user.email_addresses[primary_email_address_id].verification.status',
    );
  });

  it('tells static values, text and braces left as text apart', () => {
    const { origins } = compileTemplate(
      { a: 1, b: 'x', c: '{{nope.x}}', d: 'x{{user.id}}', e: { 'f/g': [null] }, h: {}, i: [] },
      { kind: 'jwt-template' },
    ).evaluate(acme);
    expect(
      Object.fromEntries(Object.entries(origins).map(([pointer, { kind }]) => [pointer, kind])),
    ).toEqual({
      '/a': 'static',
      '/b': 'static',
      '/c': 'verbatim',
      '/d': 'text',
      '/e/f~1g/0': 'static',
      '/h': 'static',
      '/i': 'static',
    });
  });

  it('has something to say about every shortcode with every record missing', () => {
    for (const { name, nullWhen } of shortcodes) {
      const made = origin(`{{${name}}}`, { user: {} });
      expect(made?.operands, name).toHaveLength(1);
      if (nullWhen !== null) expect(made?.operands[0]?.nullReason, name).not.toBeNull();
    }
  });
});

describe('records', () => {
  const user = { id: 'user_1' };
  const value = (text: string, context: PreviewContext): unknown =>
    compileTemplate({ x: text }, { kind: 'jwt-template' }).render(context)['x'];

  it('takes the organization embedded in a membership, unless the context says none is active', () => {
    const membership = { role: 'org:admin', organization: { id: 'org_2', name: 'Globex' } };
    expect(value('{{org.name}} {{org.role}}', { user, membership })).toBe('Globex org:admin');
    expect(value('{{org.name}}', { user, membership, organization: null })).toBeNull();
    expect(value('{{org.role}}', { user, membership, organization: null })).toBeNull();
  });

  it('lists the organizations of all memberships, or of the active one alone', () => {
    const one = { role: 'org:admin', organization: { id: 'org_1' } };
    const two = { role: 'org:member', organization: { id: 'org_2' } };
    const listed = { org_1: 'org:admin', org_2: 'org:member' };
    expect(value('{{user.organizations}}', { user, memberships: [one, two] })).toEqual(listed);
    expect(value('{{user.organizations}}', { user, membership: one })).toEqual({
      org_1: 'org:admin',
    });
    expect(value('{{user.organizations}}', { user })).toEqual({});
  });

  it('finds the primary identifiers', () => {
    const identified = {
      primary_email_address_id: 'idn_2',
      email_addresses: [
        { id: 'idn_1', email_address: 'old@example.com', verification: { status: 'unverified' } },
        { id: 'idn_2', email_address: 'ada@example.com', verification: { status: 'verified' } },
      ],
    };
    const made = compileTemplate(
      {
        email: '{{user.primary_email_address}}',
        ok: '{{user.email_verified}}',
        phone: '{{user.primary_phone_number}}',
        phoneOk: '{{user.phone_number_verified}}',
        name: '{{user.full_name}}',
      },
      { kind: 'jwt-template' },
    );
    expect(made.render({ user: { ...identified, first_name: ' Ada ', last_name: '' } })).toEqual({
      email: 'ada@example.com',
      ok: true,
      phone: null,
      phoneOk: false,
      name: 'Ada',
    });
  });
});
