import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench, cli, now, oneLine } from './harness.ts';

const bench = new Bench();
const other = new Bench();
afterAll(() => {
  bench.close();
  other.close();
});
const at = ['--now', now];

describe('inspect', () => {
  it('prints every named field', async () => {
    const token = bench.session({ plan: 'é', big: 'x'.repeat(10) });
    const { code, json, notes } = await cli(
      ['inspect', '--jwks', bench.jwks, '--json', ...at],
      `Authorization: Bearer ${token}\n`,
    );
    expect([code, notes]).toEqual([0, '']);
    expect(json).toMatchObject({
      header: { alg: 'RS256', kid: 'ins_test' },
      claims: { sub: 'user_ada' },
      kind: 'session-v2',
      verification: { valid: true, reason: null, remedy: null },
      auth: {
        userId: 'user_ada',
        sessionId: 'sess_1',
        orgId: 'org_acme',
        orgSlug: 'acme',
        orgRole: 'org:member',
        orgPermissions: ['org:data:read'],
        features: { org: ['data'], user: [] },
        plans: { org: ['pro'], user: [] },
        factorVerificationAge: [5, -1],
        sessionStatus: 'active',
        actor: null,
      },
      size: {
        totalBytes: token.length,
        customClaimsBytes: Buffer.byteLength('{"plan":"é","big":"xxxxxxxxxx"}'),
      },
      warnings: [],
    });
    expect(json['claimCosts']).toContainEqual({
      name: 'plan',
      group: 'custom',
      valueBytes: 4,
      costChars: expect.any(Number) as number,
      isDefault: false,
    });
  });

  it('says null without a key, and refuses with the reason of the SDK', async () => {
    const token = bench.session();
    const unkeyed = await cli(['inspect', '--json'], token);
    expect([unkeyed.code, unkeyed.json['verification']]).toMatchObject([
      0,
      { valid: null, reason: null },
    ]);
    const verdict = async (argv: string[], text = token): Promise<unknown> => {
      const made = await cli(['inspect', '--json', ...argv], text);
      return [made.code, (made.json['verification'] as { reason: string }).reason];
    };
    const late = ['--now', '2026-08-21T11:00:00Z'];
    expect(await verdict(['--jwks', bench.jwks, ...late])).toEqual([1, 'token-expired']);
    expect(await verdict(['--jwks', other.jwks, ...at])).toEqual([1, 'token-invalid-signature']);
    expect(await verdict(['--jwt-key', bench.pem, ...at])).toEqual([0, null]);
    const party = ['--jwt-key', bench.pem, ...at, '--authorized-party'];
    expect(await verdict([...party, 'https://other.example.com'])).toEqual([
      1,
      'token-invalid-authorized-parties',
    ]);
    expect(await verdict([...party, 'https://app.example.com'])).toEqual([0, null]);
  });

  it('fetches a key set from this machine, and says when it cannot', async () => {
    const { readFileSync } = await import('node:fs');
    const server = createServer((request, response) => {
      if (request.url === '/keys') response.end(readFileSync(bench.jwks));
      else response.writeHead(404).end();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const good = await cli(['inspect', '--jwks', `${base}/keys`, ...at], bench.session());
      expect([good.code, good.out]).toMatchObject([0, expect.stringContaining('verified.')]);
      const bad = await cli(['inspect', '--jwks', `${base}/none`, ...at], bench.session());
      expect([bad.code, bad.notes]).toEqual([2, expect.stringMatching(oneLine)]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
    const remote = ['inspect', '--jwks', 'http://keys.example.com/'];
    expect((await cli(remote, bench.session())).notes).toMatch(/https only/);
  });

  it('shows hostile text without letting it reach the terminal', async () => {
    const { out } = await cli(['inspect'], bench.session({ evil: '\u001b[31mred\u202e' }));
    for (const hostile of ['\u001b', '\u202e']) expect(out).not.toContain(hostile);
    expect(out).toContain('Session token, version 2, not verified');
  });

  it.each([
    ['', 2],
    ['not a token', 2],
    ['a.b.c', 2],
    ['sk_test_obviouslyfake0000000000000000000000', 2],
    ['['.repeat(100_000), 2],
    ['e30.e30.', 0],
  ])('answers %j in one line', async (text, code) => {
    const made = await cli(['inspect', '--json'], text);
    expect(made.code).toBe(code);
    if (code === 2) expect(made.notes).toMatch(oneLine);
    expect(made.notes).not.toContain('obviouslyfake');
  });
});

describe('has', () => {
  const ask = (check: object, argv: string[], token = bench.session()) =>
    cli(['has', '--check', JSON.stringify(check), '--json', ...at, ...argv], token);

  it('holds for a verified token that has it, and explains when not', async () => {
    const yes = await ask({ permission: 'org:data:read' }, ['--jwks', bench.jwks]);
    expect([yes.code, yes.json['result'], yes.json['fixes']]).toEqual([0, true, []]);
    const no = await ask({ role: 'org:admin' }, ['--jwks', bench.jwks]);
    expect([no.code, no.json['result']]).toEqual([1, false]);
    expect(no.json['dimensions']).toMatchObject([
      { name: 'organization', verdict: 'fail' },
      { name: 'billing', verdict: 'skip' },
      { name: 'reverification', verdict: 'skip' },
    ]);
    expect((no.json['fixes'] as unknown[]).length).toBeGreaterThan(0);
  });

  it('does not hold without a key, for an expired token, or while the session is pending', async () => {
    const check = { permission: 'org:data:read' };
    const unkeyed = await ask(check, []);
    expect([unkeyed.code, unkeyed.out]).toEqual([2, '']);
    expect(unkeyed.notes).toMatch(oneLine);
    const unverified = await ask(check, ['--unverified']);
    expect([unverified.code, unverified.json['result']]).toEqual([0, true]);
    expect(unverified.notes).toMatch(/not verified/i);
    const expired = bench.session({ exp: 1, iat: 0, nbf: 0 });
    expect((await ask(check, ['--jwks', bench.jwks], expired)).code).toBe(1);
    expect((await ask(check, ['--jwks', other.jwks])).code).toBe(1);
    const pending = bench.session({ sts: 'pending' });
    expect((await ask(check, ['--jwks', bench.jwks], pending)).code).toBe(1);
  });

  it.each([
    ['not json', /not JSON/],
    ['[]', /JSON object/],
    ['{"rol":"x"}', /no member "rol"/],
  ])('refuses the check %s', async (check, message) => {
    const made = await cli(['has', '--check', check, '--unverified'], bench.session());
    expect([made.code, made.notes]).toEqual([2, expect.stringMatching(message)]);
    expect(made.notes).toMatch(oneLine);
  });
});

describe('a token on the command line', () => {
  it('is refused and not repeated', async () => {
    const token = bench.session();
    for (const argv of [
      ['inspect', token],
      ['inspect', `--${token}`],
      ['has', '--check', '{}', token],
    ]) {
      const made = await cli(argv);
      expect(made.code).toBe(2);
      expect(made.notes).not.toContain(token.slice(0, 20));
      expect(made.notes).toMatch(oneLine);
    }
  });
});
