import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseInstance } from '../../../main/services/instance.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import { tempFolder } from '../support/tempFolder.ts';

const publishable = (host: string, mode = 'test'): string =>
  `pk_${mode}_${Buffer.from(`${host}$`).toString('base64').replaceAll('=', '')}`;
const secret = (mode = 'test'): string => `sk_${mode}_${'canary'.repeat(4)}`;
const host = 'calm-otter-12.clerk.accounts.dev';
const keys = { CLERK_PUBLISHABLE_KEY: publishable(host), CLERK_SECRET_KEY: secret() };

function refusal(env: Record<string, string>): string {
  try {
    chooseInstance({ env });
  } catch (cause) {
    if (!(cause instanceof AppException)) throw cause;
    expect(cause.error.code).toBe('start.bad_configuration');
    return JSON.stringify(cause.error);
  }
  throw new Error('it was accepted');
}

describe('which instance', () => {
  it('is the sandbox without keys, empty ones included', () => {
    expect(chooseInstance({ env: {} })).toEqual({ kind: 'sandbox' });
    const empty = { CLERK_PUBLISHABLE_KEY: ' ', CLERK_SECRET_KEY: '' };
    expect(chooseInstance({ env: empty })).toEqual({ kind: 'sandbox' });
  });

  it('is the one the keys belong to, at Clerk’s own addresses', () => {
    expect(chooseInstance({ env: keys })).toEqual({
      kind: 'development',
      id: host,
      name: 'calm-otter-12',
      issuer: `https://${host}`,
      publishableKey: keys.CLERK_PUBLISHABLE_KEY,
      secretKey: keys.CLERK_SECRET_KEY,
      frontendUrl: `https://${host}`,
      apiUrl: 'https://api.clerk.com',
      operators: [],
    });
    const live = chooseInstance({
      env: {
        CLERK_PUBLISHABLE_KEY: publishable('clerk.example.com', 'live'),
        CLERK_SECRET_KEY: secret('live'),
      },
    });
    expect(live).toMatchObject({ kind: 'production', name: 'example.com' });
  });

  it('works without a secret key, and then has no backend', () => {
    const choice = chooseInstance({ env: { CLERK_PUBLISHABLE_KEY: publishable(host) } });
    expect(choice).toMatchObject({ kind: 'development', secretKey: null });
  });

  it('takes other addresses and operators', () => {
    const choice = chooseInstance({
      env: {
        ...keys,
        CLERK_API_URL: 'http://127.0.0.1:5001/',
        CLERK_FAPI: 'proxy.example.com/clerk/',
        CLAIMDECK_OPERATORS: 'user_a, user_b  user_c',
      },
    });
    expect(choice).toMatchObject({
      apiUrl: 'http://127.0.0.1:5001',
      frontendUrl: 'https://proxy.example.com/clerk',
      operators: ['user_a', 'user_b', 'user_c'],
    });
  });

  it('reads files named by _FILE, and a dotenv file that the environment overrides', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'sk'), `${secret()}\n`);
    const envFile = join(folder, '.env');
    writeFileSync(
      envFile,
      `CLERK_PUBLISHABLE_KEY=${publishable(host)}\nCLERK_SECRET_KEY_FILE="${join(folder, 'sk')}"\n`,
    );
    expect(chooseInstance({ env: {}, envFile })).toMatchObject({ id: host, secretKey: secret() });
    const other = publishable('other.clerk.accounts.dev');
    expect(chooseInstance({ env: { CLERK_PUBLISHABLE_KEY: other }, envFile })).toMatchObject({
      id: 'other.clerk.accounts.dev',
    });
    expect(chooseInstance({ env: {}, envFile: join(folder, 'none') })).toEqual({ kind: 'sandbox' });
  });

  it.each([
    ['a secret key alone', { CLERK_SECRET_KEY: secret() }, 'CLERK_PUBLISHABLE_KEY is not'],
    ['a secret key as publishable key', { CLERK_PUBLISHABLE_KEY: secret() }, 'no publishable key'],
    ['a key without a host', { CLERK_PUBLISHABLE_KEY: 'pk_test_aGVsbG8' }, 'no publishable key'],
    [
      'a host with a path',
      { CLERK_PUBLISHABLE_KEY: publishable('a.b/../c') },
      'no publishable key',
    ],
    ['a cut secret key', { ...keys, CLERK_SECRET_KEY: 'sk_test_' }, 'no secret key'],
    ['keys of two instances', { ...keys, CLERK_SECRET_KEY: secret('live') }, 'live one'],
    ['http to elsewhere', { ...keys, CLERK_FAPI: 'http://clerk.example.com' }, 'CLERK_FAPI'],
    ['an address that is none', { ...keys, CLERK_API_URL: 'https://' }, 'CLERK_API_URL'],
    [
      'credentials in an address',
      { ...keys, CLERK_API_URL: 'https://a:canary@b.c' },
      'CLERK_API_URL',
    ],
    ['operators that are no ids', { ...keys, CLAIMDECK_OPERATORS: 'ada@example.com' }, 'user id'],
    ['a file that is not there', { CLERK_SECRET_KEY_FILE: '/nowhere/sk' }, 'cannot be read'],
  ])('refuses %s in one sentence', (_, env, expected) => {
    const text = refusal(env);
    expect(text).toContain(expected);
    expect(text).not.toContain('canary');
  });
});
