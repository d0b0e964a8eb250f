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
    expect(await ask('?limit=1')).toBe(0);
    expect(await ask('?scan=true')).toBe(1);
    expect(await ask('?scan=true')).toBe(1);
    expect(await ask('?query=ada')).toBe(0);
  });

  it('are asked for again from a place that the list gave out, and from no other', async () => {
    const token = on.clerk.mint(ada);
    const made = (text: string): string => Buffer.from(text).toString('base64url');
    for (const cursor of ['x', made('offset:5'), made('after:1:2:'), made('after:-1:2:user_1')]) {
      const answer = await on.call('GET', `/v1/users?cursor=${cursor}`, { token });
      expect([answer.status, answer.body['code']]).toEqual([400, 'boundary.bad_input']);
    }
    const first = await on.call('GET', `/v1/users?cursor=${made('after:')}`, { token });
    expect(first.status).toBe(200);
  });
});
