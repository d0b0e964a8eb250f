import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessTable, type AccessEntry } from '../../../main/backend/access.ts';
import type { AccessRule } from '../../../main/backend/rules.ts';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { ada, grace, katherine } from './support/people.ts';

/** Routes made for this test, one per kind of rule that no product route uses yet. */
const rules: Record<string, AccessRule> = {
  feature: { kind: 'feature', feature: 'data' },
  plan: { kind: 'plan', plan: 'pro' },
  strict: { kind: 'reverification', reverification: 'strict' },
  custom: {
    kind: 'reverification',
    reverification: { level: 'first_factor', afterMinutes: 5 },
  },
  either: {
    kind: 'anyOf',
    rules: [
      { kind: 'plan', plan: 'pro' },
      { kind: 'role', role: 'org:admin' },
    ],
  },
};

const entries = Object.entries(rules).map(([name, rule]): AccessEntry => ({
  method: 'GET',
  path: `/v1/try/${name}`,
  rule,
  purpose: 'A trial.',
}));

describe('a rule', () => {
  let on: TestBackend;
  beforeAll(async () => {
    on = await startTestBackend({
      access: [...accessTable(), ...entries],
      extend: (app) => {
        for (const { path } of entries) {
          app.route({ method: 'GET', url: path, handler: () => ({ fine: true }) });
        }
      },
    });
  });
  afterAll(() => on.close());

  const ask = (name: string, claims: Record<string, unknown>, person = ada, orgId?: null) =>
    on.call('GET', `/v1/try/${name}`, {
      token: on.clerk.mint(person, { claims, ...(orgId === null ? { orgId } : {}) }),
    });

  it.each([
    ['feature', {}, 200],
    ['feature', { fea: 'o:other' }, 403],
    ['feature', { fea: 'broken' }, 403],
    ['feature', { fea: 7 }, 403],
    ['plan', {}, 403],
    ['plan', { pla: 'o:pro' }, 200],
    ['plan', { pla: 'o:free' }, 403],
    ['strict', { fva: [3, -1] }, 200],
    ['strict', { fva: [10, -1] }, 403],
    ['strict', { fva: [-1, -1] }, 403],
    ['strict', { fva: undefined }, 403],
    ['strict', { fva: ['0', '0'] }, 403],
    ['custom', { fva: [4, -1] }, 200],
    ['custom', { fva: [5, -1] }, 403],
    ['either', {}, 200],
  ])('%s with %j: %i', async (name, claims, status) => {
    const answer = await ask(name, claims);
    expect(answer.status, answer.text).toBe(status);
  });

  it('that asks for a fresh verification tells Clerk’s hooks so', async () => {
    const answer = await ask('strict', { fva: [11, -1] });
    expect(answer.body).toMatchObject({
      code: 'auth.denied',
      clerk_error: {
        type: 'forbidden',
        reason: 'reverification-error',
        metadata: { reverification: 'strict' },
      },
      failed: [expect.objectContaining({ dimension: 'reverification' })],
    });
    expect((await ask('plan', {})).body).not.toHaveProperty('clerk_error');
  });

  it('names every requirement that failed and what would mend it', async () => {
    const answer = await ask('either', {}, grace);
    expect(answer.status).toBe(403);
    expect(answer.body['failed']).toEqual([
      expect.objectContaining({ requirement: 'the plan pro', dimension: 'billing' }),
      expect.objectContaining({ requirement: 'the role org:admin', dimension: 'organization' }),
    ]);
    expect(answer.body['remedy']).toEqual(expect.any(String));
    expect(answer.body['details']).toMatchObject({ role: 'org:member' });
    const personal = await ask('either', {}, katherine, null);
    expect(personal.body['code']).toBe('auth.organization_required');
  });
});
