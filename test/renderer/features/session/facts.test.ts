import { describe, expect, it } from 'vitest';
import {
  factsSentence,
  fetchedFacts,
  freeFacts,
} from '../../../../renderer/features/session/facts.logic.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { readAuth } from '../../../../shared/domain/token/claims.ts';
import { decodeToken } from '../../../../shared/domain/token/decode.ts';
import { tokenKind } from '../../../../shared/domain/token/kind.ts';
import { measureToken } from '../../../../shared/domain/token/size.ts';
import { fakeToken } from '../../fakeToken.ts';

function read(claims: JsonObject) {
  const decoded = decodeToken(fakeToken({ ...claims }));
  if (!decoded.ok) throw new Error(decoded.error.message);
  const { header, claims: all } = decoded.value;
  const kind = tokenKind(header, all);
  return {
    decoded: decoded.value,
    kind,
    auth: readAuth(all),
    size: measureToken(decoded.value, kind),
  };
}

const user: JsonObject = {
  id: 'user_1',
  first_name: 'Ada',
  last_name: null,
  has_image: true,
  two_factor_enabled: false,
  public_metadata: { department: 'Engineering', 'odd key': 1 },
  unsafe_metadata: {},
};

describe('facts of the token', () => {
  it('are free, and only those that are there', () => {
    const { auth } = read({
      fea: 'o:data',
      o: { id: 'org_1', rol: 'admin', per: 'read', fpm: '1' },
    });
    expect(freeFacts(auth).map(({ name, claim }) => [name, claim])).toEqual([
      ['User id', 'sub'],
      ['Session id', 'sid'],
      ['Organization', 'o.id'],
      ['Role', 'o.rol'],
      ['Permissions', 'fea, o.per, o.fpm'],
      ['Features', 'fea'],
    ]);
  });
});

describe('facts that are fetched', () => {
  const claims = { metadata: { department: 'Engineering' }, flag: true };

  it('are found in the token where a claim holds them already', () => {
    const { decoded, kind } = read(claims);
    const facts = fetchedFacts(user, decoded, kind, 1200);
    const claimOf = (name: string) => facts.find((fact) => fact.name === name)?.claim;
    expect(claimOf('public_metadata.department')).toBe('metadata.department');
    expect(claimOf('first_name')).toBeNull();
    // `flag` is true too, but says nothing about the image.
    expect(claimOf('has_image')).toBeNull();
    expect(facts.map(({ name }) => name)).not.toContain('unsafe_metadata');
    expect(facts.map(({ name }) => name)).not.toContain('last_name');
  });

  it.each([claims, {}])('cost what the token grows by when they are put into it', (before) => {
    const was = read(before);
    for (const { cost, value, name } of fetchedFacts(user, was.decoded, was.kind, 1200)) {
      if (cost === null) continue;
      const is = read({ ...before, [name.slice(name.lastIndexOf('.') + 1)]: value });
      expect([name, cost.bytes]).toEqual([
        name,
        is.size.customClaimsBytes - was.size.customClaimsBytes,
      ]);
      expect([name, cost.chars]).toEqual([name, is.size.totalBytes - was.size.totalBytes]);
    }
  });

  it('say when they would break the budget', () => {
    const { decoded, kind } = read(claims);
    const fits = (bytes: number) =>
      fetchedFacts(user, decoded, kind, bytes).find(({ name }) => name === 'first_name')?.cost
        ?.fits;
    expect([fits(1200), fits(60)]).toEqual([true, false]);
  });
});

it('is said in one sentence', () => {
  const { auth, decoded, kind } = read({});
  const facts = [...freeFacts(auth), ...fetchedFacts(user, decoded, kind, 1200)];
  expect(factsSentence(facts, 38.4)).toBe(
    `2 facts are in the token: free, and up to 60 s old. ${facts.length - 2} more need currentUser(): one Backend API call, which took 38 ms just now.`,
  );
  expect(factsSentence(freeFacts(auth), null)).toMatch(/auth\(\) is enough for them\.$/);
});
