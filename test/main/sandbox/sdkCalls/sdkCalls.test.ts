import type { ClerkClient } from '@clerk/backend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../sdk.ts';
import { accessCalls } from './access.ts';
import { instanceCalls } from './instance.ts';
import { makersOf, type Calls } from './makers.ts';
import { organizationsCalls } from './organizations.ts';
import { peopleCalls } from './people.ts';

/** Calls that the sandbox does not play, and why. */
const left: Readonly<Record<string, string>> = {
  'users.replaceUserPhoneNumber': 'there are no phone numbers',
  'users.deleteUserPasskey': 'there are no passkeys: 404',
  'users.deleteUserWeb3Wallet': 'there are no wallets: 404',
  'users.deleteUserExternalAccount': 'there are no external accounts: 404',
  'sessions.verifySession': 'deprecated',
  'clients.verifyClient': 'deprecated',
  'clients.getHandshakePayload': 'cookies of browsers with development keys alone',
};

/** Every call of the classes that a server manages an instance with. */
function callsOf(serving: Serving): Calls {
  const makers = makersOf(serving);
  return {
    ...peopleCalls(makers),
    ...organizationsCalls(makers),
    ...accessCalls(makers),
    ...instanceCalls(makers),
  };
}

describe('@clerk/backend', () => {
  let serving: Serving;
  let calls: Calls;
  beforeAll(async () => {
    serving = await serve();
    calls = callsOf(serving);
  });
  afterAll(() => serving.sandbox.end());

  const apis = [
    'users',
    'sessions',
    'signInTokens',
    'actorTokens',
    'emailAddresses',
    'clients',
    'organizations',
    'organizationRoles',
    'organizationPermissions',
    'roleSets',
    'jwtTemplates',
    'invitations',
    'instance',
    'allowlistIdentifiers',
    'blocklistIdentifiers',
    'domains',
    'redirectUrls',
    'testingTokens',
    'jwks',
  ] as const satisfies readonly (keyof ClerkClient)[];

  test.each(apis)('%s: every call answers what its types say', async (api) => {
    const rows = Object.entries(calls[api] ?? {});
    expect(rows).not.toEqual([]);
    for (const [name, [call, answer]] of rows) {
      const found = await call();
      if (answer === undefined) expect(found, name).toBeUndefined();
      else expect(found, name).toMatchObject(answer);
    }
  });

  test('has no other call of these classes', () => {
    const methods = apis.flatMap((api) => {
      const own = Object.getPrototypeOf(serving.clerk[api]) as object;
      return Object.getOwnPropertyNames(own)
        .filter((name) => name !== 'constructor')
        .map((name) => `${api}.${name}`);
    });
    const known = Object.keys(left);
    for (const [api, rows] of Object.entries(calls)) {
      known.push(...Object.keys(rows).map((name) => `${api}.${name}`));
    }
    expect(methods.filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !methods.includes(name))).toEqual([]);
  });
});
