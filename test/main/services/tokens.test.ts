import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTokenService, type TokenPorts } from '../../../main/services/tokens.ts';
import { methods } from '../../../shared/contract/table.ts';
import { fakeServer } from '../support/fakeServer.ts';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = pair();
const other = pair();
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const jwkOf = (key: KeyObject, kid: string) => ({
  ...key.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
});
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const issuer = 'https://own.clerk.accounts.dev';

function mint(options: {
  claims?: object;
  header?: object;
  key?: { privateKey: KeyObject };
}): string {
  const iat = nowMs / 1000 - 10;
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'ins_own', ...options.header })}.${encode(
    {
      iss: issuer,
      sub: 'user_1',
      sid: 'sess_1',
      v: 2,
      iat,
      nbf: iat - 10,
      exp: iat + 60,
      ...options.claims,
    },
  )}`;
  const key = (options.key ?? own).privateKey;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** An instance that serves key sets, one after the other, by a clock of its own. */
async function instance(sets: readonly unknown[], serverAtMs = nowMs) {
  let served = 0;
  const server = await fakeServer((_, response) => {
    response.setHeader('date', new Date(serverAtMs).toUTCString());
    const set = sets[Math.min(served, sets.length - 1)];
    served += 1;
    response.end(typeof set === 'string' ? set : JSON.stringify(set));
  });
  return server;
}

const ownSet = { keys: [jwkOf(own.publicKey, 'ins_own')] };

function service(url: string | undefined, more: Partial<TokenPorts> = {}) {
  return createTokenService({
    fetch,
    frontendUrl: () => Promise.resolve(url),
    issuer: () => Promise.resolve(issuer),
    isSandbox: false,
    nowMs: () => nowMs,
    ...more,
  });
}

describe('with the keys of the instance', () => {
  it('accepts its tokens, and fetches the keys once', async () => {
    const server = await instance([ownSet]);
    const tokens = service(server.url);
    const answer = await tokens.verify({ token: mint({}) });
    expect(answer).toMatchObject({
      valid: true,
      keySource: 'instance',
      keyIds: ['ins_own'],
      judgedAtMs: nowMs,
      byServerClock: null,
      findings: [],
    });
    expect(methods['token.verify'].output.parse(answer)).toEqual(answer);
    await tokens.verify({ token: mint({ claims: { sub: 'user_2' } }) });
    expect(server.seen.map(({ url }) => url)).toEqual(['/.well-known/jwks.json']);
  });

  it('asks no address inside the token', async () => {
    const trap = await fakeServer((_, response) => response.end('{"keys":[]}'));
    const server = await instance([ownSet]);
    const token = mint({
      claims: { iss: trap.url },
      header: { jku: trap.url, x5u: trap.url, kid: 'ins_other' },
    });
    const answer = await service(server.url).verify({ token });
    expect(answer.valid).toBe(false);
    expect(answer.findings.map(({ code }) => code)).toContain('key-address-in-header');
    expect(trap.seen).toEqual([]);
  });

  it('tells another instance from a forgery', async () => {
    const server = await instance([ownSet]);
    const tokens = service(server.url);
    const codesOf = async (token: string) => {
      const { reason, findings } = await tokens.verify({ token });
      return [reason, ...findings.map(({ code }) => code)];
    };
    const foreign = mint({
      key: other,
      header: { kid: 'ins_other' },
      claims: { iss: 'https://other.clerk.accounts.dev' },
    });
    expect(await codesOf(foreign)).toEqual(
      expect.arrayContaining(['jwk-kid-mismatch', 'wrong-instance']),
    );
    expect(await codesOf(mint({ key: other }))).toEqual(
      expect.arrayContaining(['token-invalid-signature', 'likely-forged']),
    );
  });

  it('fetches the keys again for a key it does not know, but not for every such token', async () => {
    let clock = nowMs;
    const rotated = { keys: [...ownSet.keys, jwkOf(other.publicKey, 'ins_new')] };
    const server = await instance([ownSet, rotated]);
    const tokens = service(server.url, { nowMs: () => clock });
    const fresh = mint({ key: other, header: { kid: 'ins_new' } });
    expect(await tokens.verify({ token: fresh })).toMatchObject({ reason: 'jwk-kid-mismatch' });
    expect(server.seen).toHaveLength(1);
    clock += 11_000;
    expect(await tokens.verify({ token: fresh })).toMatchObject({ valid: true });
    const unknown = mint({ key: other, header: { kid: 'ins_unknown' } });
    await tokens.verify({ token: unknown });
    await tokens.verify({ token: unknown });
    expect(server.seen).toHaveLength(2);
  });

  it('measures this clock against the server’s, and says when the answer hangs on it', async () => {
    const server = await instance([ownSet], nowMs - 120_000);
    const late = mint({ claims: { exp: nowMs / 1000 - 30 } });
    const answer = await service(server.url).verify({ token: late });
    expect(answer).toMatchObject({ valid: false, reason: 'token-expired' });
    expect(answer.clock?.aheadMs).toBe(119_500);
    // By the server it was not even issued yet.
    expect(answer.byServerClock).toMatchObject({ reason: 'token-not-active-yet' });
  });

  it.each([
    ['not JSON', '<html>', 'clerk.refused'],
    ['no key set', { nope: 1 }, 'clerk.refused'],
  ])('says when it gets %s', async (_, set, code) => {
    const server = await instance([set]);
    await expect(service(server.url).verify({ token: mint({}) })).rejects.toMatchObject({
      error: { code },
    });
  });

  it('says when nobody answers', async () => {
    for (const [url, isSandbox, code] of [
      ['http://127.0.0.1:1', false, 'clerk.unreachable'],
      [undefined, true, 'sandbox.unreachable'],
    ] as const) {
      await expect(service(url, { isSandbox }).verify({ token: mint({}) })).rejects.toMatchObject({
        error: { code },
      });
    }
  });
});

describe('with a key that is given', () => {
  const nowhere = service(undefined);

  it('needs no network', async () => {
    const token = mint({});
    expect(await nowhere.verify({ token, key: { pem: pemOf(own.publicKey) } })).toMatchObject({
      valid: true,
      keySource: 'pem',
    });
    expect(await nowhere.verify({ token, key: { jwks: JSON.stringify(ownSet) } })).toMatchObject({
      valid: true,
      keySource: 'jwks',
      keyIds: ['ins_own'],
    });
    expect(await nowhere.verify({ token, key: { pem: pemOf(other.publicKey) } })).toMatchObject({
      reason: 'token-invalid-signature',
    });
    expect(await nowhere.verify({ token, key: { jwks: 'no JSON' } })).toMatchObject({
      reason: 'jwk-remote-invalid',
    });
  });

  it('passes the SDK’s own options on', async () => {
    const key = { pem: pemOf(own.publicKey) };
    const token = mint({ claims: { azp: 'https://app.example.com', exp: nowMs / 1000 - 8 } });
    const ask = async (options: object) => (await nowhere.verify({ token, key, options })).reason;
    expect(await ask({})).toBe('token-expired');
    expect(await ask({ clockSkewMs: 10_000 })).toBeNull();
    expect(await ask({ clockSkewMs: 10_000, authorizedParties: ['https://other'] })).toBe(
      'token-invalid-authorized-parties',
    );
    expect(await ask({ clockSkewMs: 10_000, issuer: ['https://other'] })).toBe(
      'token-invalid-issuer',
    );
  });

  it('takes no private key', async () => {
    const pem = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const jwks = JSON.stringify({ keys: [own.privateKey.export({ format: 'jwk' })] });
    for (const key of [{ pem }, { jwks }])
      await expect(nowhere.verify({ token: mint({}), key })).rejects.toThrow(/private key/);
  });
});
