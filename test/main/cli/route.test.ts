import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench, cli, now, oneLine } from './harness.ts';

const bench = new Bench();
afterAll(() => bench.close());

const policy = bench.file('policy.json', {
  matcher: ['/((?!_next).*)'],
  rules: [
    { routes: ['/'], access: 'public' },
    { routes: ['/admin(.*)'], access: 'signed-in', require: { role: 'org:admin' } },
    { routes: ['/data/:path*'], access: 'signed-in', require: { permission: 'org:data:read' } },
  ],
  fallback: 'signed-in',
});

const ask = (path: string, argv: string[] = [], token: string | null = null) =>
  cli(['route', '--policy', policy, '--path', path, '--json', '--now', now, ...argv], token);

describe('route', () => {
  const keyed = ['--jwks', bench.jwks];

  it('decides for nobody without a token', async () => {
    const home = await ask('/');
    expect([home.code, home.json]).toMatchObject([0, { decision: 'allow', rule: { index: 0 } }]);
    const data = await ask('/data/1', ['--as', 'fetch'], '');
    expect([data.code, data.json]).toMatchObject([
      1,
      { decision: 'sign-in', http: { status: 404 } },
    ]);
    expect((await ask('/_next/x')).json['decision']).toBe('skip');
    const malformed = await ask('/%zz');
    expect([malformed.code, malformed.json['decision']]).toEqual([1, 'error']);
  });

  it('decides for a verified token', async () => {
    const token = bench.session();
    const decision = async (path: string, text = token): Promise<unknown> => {
      const made = await ask(path, keyed, text);
      return [made.code, made.json['decision']];
    };
    expect(await decision('/data/1')).toEqual([0, 'allow']);
    expect(await decision('/admin')).toEqual([1, 'deny']);
    expect(await decision('/data/1', bench.session({ exp: 1, iat: 0 }))).toEqual([1, 'sign-in']);
    const machine = bench.token({ sub: 'mch_1', exp: 4e9, iat: 0, nbf: 0 });
    expect((await ask('/data/1', ['--unverified'], machine)).json).toMatchObject({
      decision: 'deny',
      http: { status: 401 },
    });
  });

  it('does not take a token without a key', async () => {
    const made = await ask('/data/1', [], bench.session());
    expect([made.code, made.out, made.notes]).toEqual([2, '', expect.stringMatching(oneLine)]);
    expect((await ask('/data/1', ['--unverified'], bench.session())).code).toBe(0);
  });

  it('does not wait for a pipe that stays silent', async () => {
    const silent = new PassThrough();
    const made = await cli(['route', '--policy', policy, '--path', '/data/1', '--json'], silent);
    expect([made.code, made.json['decision']]).toEqual([1, 'sign-in']);
    expect(made.notes).toMatch(/No token came on stdin/);
  });

  it('notes patterns that match more than they seem to', async () => {
    expect((await ask('/')).notes).toContain('Write /admin/:path*.');
  });

  it('stops a pattern that would run for years', async () => {
    const slow = bench.file('slow.json', {
      rules: [{ routes: ['/((?:a+)+)x'], access: 'public' }],
      fallback: 'public',
    });
    const made = await cli(['route', '--policy', slow, '--path', `/${'a'.repeat(60)}`]);
    expect([made.code, made.notes]).toEqual([2, expect.stringMatching(/takes too long/)]);
  });

  it.each([
    ['--as', 'pge', /Did you mean page/],
    ['--method', 'G E T', /--method/],
    ['--now', 'yesterday', /ISO date/],
  ])('refuses %s %s', async (flag, value, message) => {
    const argv = ['route', '--policy', policy, '--path', '/', '--unverified', flag, value];
    const made = await cli(argv, bench.session());
    expect([made.code, made.notes]).toEqual([2, expect.stringMatching(message)]);
    expect(made.notes).toMatch(oneLine);
  });

  it('names the place of what is wrong in a policy', async () => {
    const bad = bench.file('bad.json', {
      rules: [{ routes: ['/f/*'], access: 'public' }],
      fallback: 'public',
    });
    const made = await cli(['route', '--policy', bad, '--path', '/']);
    expect(made.notes).toMatch(/at \/rules\/0\/routes\/0: .*Unexpected MODIFIER at 3/);
  });
});
