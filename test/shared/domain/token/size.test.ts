import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customClaims } from '../../../../shared/domain/token/customClaims.ts';
import { tokenKind } from '../../../../shared/domain/token/kind.ts';
import { claimCosts, measureToken } from '../../../../shared/domain/token/size.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { acmeV2, decoded, encodeText, personalV2, tokenOf, tokenOfTexts } from './support.ts';

const measure = (claims: JsonObject, options = {}) => {
  const token = decoded(tokenOf(claims));
  return measureToken(token, tokenKind(token.header, token.claims), options);
};

/** Claims whose custom claims take exactly this many bytes. */
const withCustomBytes = (bytes: number): JsonObject => ({
  ...personalV2,
  m: 'x'.repeat(bytes - '{"m":""}'.length),
});

describe('measureToken', () => {
  test('counts every number by its definition', () => {
    const claims = { ...acmeV2, email: 'ä@example.com', metadata: { a: [1, '€'] } };
    const token = tokenOf(claims);
    const size = measure(claims, { cookieSuffix: 'abcdefgh', otherCookieBytes: 100 });
    const [header = '', payload = '', signature = ''] = token.split('.');
    expect(size).toMatchObject({
      totalBytes: token.length,
      headerChars: header.length,
      payloadChars: payload.length,
      signatureChars: signature.length,
      headerBytes: Buffer.from(header, 'base64url').length,
      payloadBytes: Buffer.byteLength(JSON.stringify(claims)),
      signatureBytes: 256,
      customClaimsBytes: Buffer.byteLength('{"email":"ä@example.com","metadata":{"a":[1,"€"]}}'),
      cookie: {
        plain: { name: '__session', bytes: 9 + token.length },
        suffixed: { name: '__session_abcdefgh', bytes: 18 + token.length },
        header: {
          bytes: `__session=${token}; __session_abcdefgh=${token}; ${'x'.repeat(100)}`.length,
        },
      },
    });
  });

  test('no custom claim is two bytes', () => {
    expect(measure(personalV2).customClaimsBytes).toBe(2);
  });

  test.each([
    [960, 'ok', false],
    [961, 'near', false],
    [1200, 'near', false],
    [1201, 'over', false],
    [1228, 'over', false],
    [1229, 'over', true],
  ])('%i custom bytes are %s', (bytes, state, isOverBinary) => {
    const size = measure(withCustomBytes(bytes));
    expect(size.customClaimsBytes).toBe(bytes);
    expect(size.budget).toMatchObject({ state, isOverBinary, leftBytes: 1200 - bytes });
  });

  test('a cookie of 4,096 is kept, one of 4,097 dropped', () => {
    const found = new Map<number, string | undefined>();
    for (let bytes = 2100; bytes < 2600; bytes += 1) {
      const plain = measure(withCustomBytes(bytes)).cookie?.plain;
      if (plain !== undefined) found.set(plain.bytes, plain.state);
    }
    const kept = [...found].filter(([bytes]) => bytes <= 4096).map(([, state]) => state);
    const dropped = [...found].filter(([bytes]) => bytes > 4096).map(([, state]) => state);
    expect(kept.at(-1)).toBe('near');
    expect(new Set(dropped)).toEqual(new Set(['dropped']));
  });

  test('a template token has no cookie', () => {
    expect(measure({ sub: 'user_1', iss: 'x', email: 'a' }).cookie).toBeNull();
  });

  test('the azp of a web app is counted exactly as if the token had it', () => {
    const { azp, ...native } = personalV2;
    const asWeb = measure({ ...native, azp });
    expect(measure(native, { azp }).cookie).toMatchObject({
      tokenBytes: asWeb.totalBytes,
      addedForAzp: asWeb.totalBytes - measure(native).totalBytes,
    });
    expect(measure(personalV2, { azp }).cookie?.addedForAzp).toBe(0);
  });
});

describe('claimCosts', () => {
  const without = (claims: JsonObject, name: string): JsonObject =>
    Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

  test('are exact to the character: re-encoding without the claim loses just that', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 12 }),
        fc.boolean(),
        (extra, isSession) => {
          const text = JSON.stringify({ ...(isSession ? acmeV2 : {}), ...extra });
          const claims = JSON.parse(text) as JsonObject;
          const token = decoded(tokenOfTexts('{}', text));
          const costs = claimCosts(token, 'session-v2');
          expect(costs.map(({ name }) => name).sort()).toEqual(Object.keys(claims).sort());
          for (const { name, costChars, valueBytes } of costs) {
            const rest = encodeText(JSON.stringify(without(claims, name)));
            expect(encodeText(text).length - rest.length).toBe(costChars);
            expect(valueBytes).toBe(Buffer.byteLength(JSON.stringify(claims[name])));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('count what stands in the payload: white space, escapes and twins', () => {
    const text = '{ "a" : 1 , "b":"\\u003c", "a":22 }';
    const costs = claimCosts(decoded(tokenOfTexts('{}', text)), 'unknown');
    const lost = (rest: string): number => encodeText(text).length - encodeText(rest).length;
    expect(costs).toEqual([
      {
        name: 'a',
        group: 'custom',
        valueBytes: 3,
        costChars: lost('{ "b":"\\u003c"}'),
        isDefault: false,
      },
      {
        name: 'b',
        group: 'custom',
        valueBytes: 8,
        costChars: lost('{ "a" : 1 , "a":22 }'),
        isDefault: false,
      },
    ]);
  });

  test('mark the default claims of the version', () => {
    const costs = claimCosts(decoded(tokenOf({ ...acmeV2, org_id: 'org_1' })), 'session-v2');
    expect(costs.filter(({ isDefault }) => !isDefault).map(({ name }) => name)).toEqual(['org_id']);
    expect(customClaims({ ...acmeV2, org_id: 'org_1' }, 'session-v1')).toEqual({
      pla: 'o:pro',
      sts: 'active',
      v: 2,
      fea: acmeV2.fea,
      o: acmeV2.o,
    });
  });
});
