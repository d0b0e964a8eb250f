import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { ada } from './support/people.ts';

describe('the people of the instance', () => {
  let on: TestBackend;
  beforeEach(async () => {
    on = await startTestBackend();
  });
  afterEach(() => on.close());

  const ask = async (query: string): Promise<number> => {
    const before = membershipReads();
    const answer = await on.call('GET', `/v1/users${query}`, { token: on.clerk.mint(ada) });
    expect(answer.status).toBe(200);
    return membershipReads() - before;
  };
  const membershipReads = (): number =>
    on.clerk.calls.filter((call) => call === 'GET /v1/organization_memberships').length;

  it('are read anew by each scan, and once for a search typed letter by letter', async () => {
    expect(await ask('?query=a')).toBe(1);
    expect(await ask('?query=ad')).toBe(0);
    expect(await ask('?query=ada')).toBe(0);
    expect(await ask('?limit=1')).toBe(1);
  });
});
