import { createHash } from 'node:crypto';
import { createClerkClient } from '@clerk/backend';
import { describe, expect, test } from 'vitest';
import { chooseSessionCookie, parseCookies } from '../../../../shared/domain/token/cookies.ts';
import { shellWords } from '../../../../shared/domain/token/curl.ts';
import {
  classifyCredential,
  redactToken,
  tokenKind,
} from '../../../../shared/domain/token/kind.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { generator } from '../access/generate.ts';
import { acmeV2, personalV2, tokenOf } from './support.ts';

const token = tokenOf(acmeV2);
const { v: _v, pla: _pla, sts: _sts, ...v1 } = personalV2;
const template = { iss: personalV2.iss, sub: 'user_1', exp: 2, iat: 1, nbf: 1, jti: 'x' };
const session = { alg: 'RS256', typ: 'JWT', kid: 'ins_1', cat: 'cl_B7d4PD111AAA' };

describe('tokenKind', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['session-v2', session, acmeV2],
    ['session-v1', session, v1],
    ['session-unknown', session, { ...v1, v: 3 }],
    ['session-unknown', {}, { ...v1, v: '2' }],
    ['session-v2', { cat: 'cl_I7d4PD111III' }, acmeV2],
    ['session-v2', {}, acmeV2],
    ['template', {}, template],
    ['template', { cat: 'cl_B7d4PD222AAA' }, { sub: 'x' }],
    ['template', { cat: 'cl_B7d4PD222AAA' }, acmeV2],
    ['template', { cat: 'cl_I7d4PD111III' }, template],
    ['m2m', {}, { sub: 'mch_1' }],
    ['m2m', { cat: 'cl_B7d4PD333AAA' }, {}],
    ['oauth', { typ: 'at+jwt' }, { sub: 'user_1' }],
    ['oauth', { typ: 'application/at+jwt' }, { sub: 'user_1', sid: 'sess_1' }],
    ['unknown', {}, {}],
    ['unknown', {}, { sub: 'user_1', v: 2 }],
    ['unknown', session, template],
    ['unknown', {}, { sub: 5, sid: 5 }],
  ])('%s', (kind, header, claims) => {
    expect(tokenKind(header, claims)).toBe(kind);
  });
});

describe('classifyCredential', () => {
  test.each([
    ['bare', token],
    ['bare', ` "${token}" `],
    ['authorization-header', `Authorization: Bearer ${token}`],
    ['authorization-header', `Bearer ${token}`],
    [
      'authorization-header',
      `GET / HTTP/1.1\r\nHost: x\r\nauthorization: Bearer ${token}\r\nCookie: __session=x`,
    ],
    ['cookie-header', `Cookie: a=b; __session=${token}`],
    ['cookie-header', `Cookie: a=b\r\nX: y`.replace('a=b', `__session=${token}; a=b`)],
    ['cookie-header', `__session=${token}; __client_uat=5`],
    [
      'curl',
      `curl 'https://x/api' -H 'accept: */*' -H 'authorization: Bearer ${token}' --data-raw '{"a":1}'`,
    ],
    ['curl', `curl https://x \\\n  -b "__session=${token}"`],
    ['curl', `curl --header=Authorization:${token} https://x`],
    ['curl', `curl https://x --oauth2-bearer ${token}`],
    ['json', JSON.stringify({ object: 'token', jwt: token })],
  ])('finds the token in a %s', (source, text) => {
    const found = classifyCredential(text);
    expect(found).toMatchObject({ kind: 'token', tokenKind: 'session-v2', source });
    if (found.kind === 'token') expect(found.decoded.raw).toBe(token);
  });

  test.each([
    ['m2m', 'mt_abcdefghijkl'],
    ['oauth', 'Authorization: Bearer oat_abcdefghijkl'],
    ['api-key', 'ak_abcdefghijkl'],
  ])('names an opaque %s and keeps nothing of it', (opaqueKind, text) => {
    const found = classifyCredential(text);
    expect(found).toMatchObject({ kind: 'opaque', opaqueKind });
    expect(JSON.stringify(found)).not.toContain('abcdefg');
  });

  test.each([
    ['secret-key', 'sk_test_fakefakefakefake'],
    ['secret-key', 'CLERK_SECRET_KEY=sk_live_fakefakefakefake'],
    [
      'secret-key',
      "curl https://api.clerk.com/v1/users -H 'Authorization: Bearer sk_test_fakefakefakefake'",
    ],
    ['webhook-secret', 'whsec_fakefakefakefake'],
    ['client-token', tokenOf({ id: 'client_fakefake', rotating_token: 'fakefakefakefake' })],
    ['client-token', 'Cookie: __client=fakefakefakefake'],
  ])('refuses a %s without an echo', (secretKind, text) => {
    const found = classifyCredential(text);
    expect(found).toMatchObject({ kind: 'secret', secretKind });
    expect(JSON.stringify(found)).not.toMatch(/fakefake/);
  });

  test('decodes a publishable key', () => {
    const host = 'happy-otter-1.clerk.accounts.dev';
    const key = `pk_test_${Buffer.from(`${host}$`).toString('base64')}`;
    expect(classifyCredential(key)).toMatchObject({
      kind: 'publishable-key',
      key: { kind: 'development', frontendApi: host, issuer: `https://${host}` },
    });
    for (const bad of ['pk_test_', 'pk_live_AAAA', 'pk_test_!!!', 'pk_nope_AAAA', `${key}A`])
      expect(classifyCredential(bad).kind).toBe('unknown');
  });

  test.each([
    ['', 'unknown'],
    ['hello', 'unknown'],
    ['Basic dXNlcjpwYXNz', 'unknown'],
    ['Authorization: Basic dXNlcjpwYXNz', 'unknown'],
    ['curl https://x', 'unknown'],
    ['curl -H', 'unknown'],
    ['{"a":1}', 'unknown'],
    ['Cookie: a=b', 'unknown'],
    [token.slice(0, 40), 'undecodable'],
    [`${token.slice(0, -1)}!`, 'undecodable'],
    ['a.b.c', 'undecodable'],
  ])('%j is %s', (text, kind) => {
    expect(classifyCredential(text).kind).toBe(kind);
  });

  test('any text is answered in bounded time', () => {
    for (const text of [
      'a=b;'.repeat(500_000),
      `curl ${"'".repeat(1_000_001)}`,
      ' '.repeat(2_000_000),
      `{"jwt":"${'x'.repeat(2_000_000)}"}`,
      'sk_'.repeat(700_000),
    ]) {
      const before = process.cpuUsage();
      classifyCredential(text);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000).toBeLessThan(2000);
    }
  });

  test('a redacted token cannot be used', () => {
    expect(redactToken(token)).toBe(`${token.split('.').slice(0, 2).join('.')}.…`);
    expect(redactToken('mt_x')).toBe('…');
  });
});

test('shell words follow the shell', () => {
  expect(shellWords(`a 'b c' "d \\" e" f\\ g $'h' '' \\\n i`)).toEqual([
    'a',
    'b c',
    'd " e',
    'f g',
    'h',
    '',
    'i',
  ]);
});

describe('chooseSessionCookie', () => {
  const frontendApi = 'happy-otter-1.clerk.accounts.dev';
  const publishableKeys = {
    development: `pk_test_${Buffer.from(`${frontendApi}$`).toString('base64')}`,
    production: `pk_live_${Buffer.from(`${frontendApi}$`).toString('base64')}`,
  };
  const suffixOf = (key: string): string =>
    createHash('sha1').update(key).digest('base64url').slice(0, 8);

  test('takes the cookie the SDK takes, on 400 generated requests', async () => {
    const random = generator(11);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const nowMs = Date.now();
    const now = Math.floor(nowMs / 1000);
    const clients = new Map(
      (['development', 'production'] as const).map((kind) => [
        kind,
        createClerkClient({
          publishableKey: publishableKeys[kind],
          secretKey: 'sk_test_fake',
          telemetry: { disabled: true },
        }),
      ]),
    );
    const chosen = { plain: 0, suffixed: 0, none: 0 };
    for (let i = 0; i < 400; i += 1) {
      const kind = pick(['development', 'production'] as const);
      const suffix = suffixOf(publishableKeys[kind]);
      const make = (name: string): string => {
        const iss = pick([
          `https://${frontendApi}`,
          `https://${frontendApi}`,
          'https://other.dev',
          undefined,
        ]);
        const header = name === 'plain' ? { alg: 'RS256', kid: 'x' } : { kid: 'x', alg: 'RS256' };
        return tokenOf(
          {
            ...personalV2,
            iss,
            jti: name,
            iat: now - pick([10, 20, 500]),
            exp: now + pick([50, -40]),
          },
          header,
        );
      };
      const cookies: string[] = [];
      if (random() < 0.7) cookies.push(`__session=${make('plain')}`);
      if (random() < 0.7) cookies.push(`__session_${suffix}=${make('suffixed')}`);
      if (random() < 0.7) cookies.push(`__client_uat=${pick(['0', '5'])}`);
      if (random() < 0.7) cookies.push(`__client_uat_${suffix}=${pick(['0', '5'])}`);
      const header = cookies.join('; ');
      const state = await clients
        .get(kind)
        ?.authenticateRequest(
          new Request('https://app.example.com/', { headers: { cookie: header } }),
          { jwtKey: 'x' },
        );
      const choice = chooseSessionCookie(
        parseCookies(header),
        { cookieSuffix: suffix, frontendApi, kind },
        nowMs,
      );
      // The SDK shows the first seven characters of what it took; the headers differ there.
      const debug = state?.toAuth()?.debug() as { sessionTokenInCookie?: string } | undefined;
      expect(debug).toBeDefined();
      expect(choice.token?.slice(0, 7) ?? '').toBe(debug?.sessionTokenInCookie ?? '');
      chosen[choice.name === null ? 'none' : choice.name === '__session' ? 'plain' : 'suffixed'] +=
        1;
    }
    expect(Math.min(chosen.plain, chosen.suffixed, chosen.none)).toBeGreaterThan(10);
  });

  test('explains its choice, and says when it is only likely', () => {
    const cookies = parseCookies(
      `__session=${tokenOf(personalV2)}; __session_a=${tokenOf({ ...personalV2, iat: 5 })}; __session_b=${tokenOf({ ...personalV2, iat: 9 })}`,
    );
    const choice = chooseSessionCookie(cookies, null, 0);
    expect(choice).toMatchObject({ name: '__session_b', isCertain: false });
    expect(choice.candidates).toEqual(['__session', '__session_a', '__session_b']);
    expect(choice.because).toMatch(/^[A-Z].*\.$/);
    expect(chooseSessionCookie(parseCookies('__session='), null, 0)).toMatchObject({ name: null });
  });
});
