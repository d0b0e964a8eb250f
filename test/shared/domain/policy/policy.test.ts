import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';

const rules = [{ routes: ['/x'], access: 'public' }];

describe('a policy file', () => {
  it.each([
    [null, ''],
    [[], ''],
    [{ fallback: 'public' }, '/rules'],
    [{ rules, fallback: 'open' }, '/fallback'],
    [{ rules, fallback: 'public', extra: 1 }, '/extra'],
    [{ rules: [1], fallback: 'public' }, '/rules/0'],
    [{ rules: [{ routes: [], access: 'public' }], fallback: 'public' }, '/rules/0/routes'],
    [{ rules: [{ routes: ['/a', 2], access: 'public' }], fallback: 'public' }, '/rules/0/routes/1'],
    [{ rules: [{ routes: ['/a'] }], fallback: 'public' }, '/rules/0/access'],
    [
      { rules: [{ routes: ['/a'], access: 'signed-in', require: {} }], fallback: 'public' },
      '/rules/0/require',
    ],
    [
      { rules: [{ routes: ['/a'], access: 'public', require: { role: 'x' } }], fallback: 'public' },
      '/rules/0/require',
    ],
    [
      {
        rules: [{ routes: ['/a'], access: 'signed-in', require: { role: 1 } }],
        fallback: 'public',
      },
      '/rules/0/require/role',
    ],
    [{ rules, fallback: 'public', matcher: [''] }, '/matcher/0'],
  ])('refuses %j at %s', (json, pointer) => {
    const parsed = parsePolicy(json);
    expect(parsed).toMatchObject({ ok: false, error: { pointer } });
    expect(parsed.ok ? '' : parsed.error.message).toMatch(/^[^\n]+\.$/);
  });

  it("says in one sentence what Clerk's matcher refuses", () => {
    const refused = (route: string): string => {
      const parsed = parsePolicy({
        rules: [{ routes: [route], access: 'public' }],
        fallback: 'public',
      });
      return parsed.ok ? 'accepted' : parsed.error.message;
    };
    expect(refused('/files/*')).toMatch(/Unexpected MODIFIER at 7.*:path\*/);
    for (const bad of ['/a(', '/:', '/a{', '/((a))', '/x([z-a])']) {
      expect(refused(bad), bad).toMatch(/^The pattern .* is refused by Clerk's matcher: [^\n]+\.$/);
    }
  });

  it('advises against patterns that match more or less than they seem to', () => {
    const parsed = parsePolicy({
      rules: [{ routes: ['/admin(.*)', 'admin', '/ok/:path*', '/(.*)'], access: 'signed-in' }],
      fallback: 'public',
    });
    expect(parsed.ok && parsed.value.warnings).toMatchObject([
      { code: 'sibling-names', pointer: '/rules/0/routes/0', instead: '/admin/:path*' },
      { code: 'no-leading-slash', pointer: '/rules/0/routes/1', instead: '/admin' },
    ]);
  });
});
