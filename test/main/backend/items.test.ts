import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { ada, edith, grace, katherine } from './support/people.ts';

describe('items', () => {
  let on: TestBackend;
  beforeAll(async () => {
    on = await startTestBackend();
  });
  afterAll(() => on.close());

  const create = async (token: string, title: string): Promise<string> => {
    const answer = await on.call('POST', '/v1/items', { token, body: { title } });
    expect(answer.status, answer.text).toBe(201);
    return String(answer.body['id']);
  };
  const titles = (body: Record<string, unknown>): string[] =>
    (body['data'] as { title: string }[]).map(({ title }) => title);

  it('pages through all of them once, newest first', async () => {
    const token = on.clerk.mint(ada);
    const made: string[] = [];
    for (let at = 0; at < 7; at += 1) made.push(await create(token, `Item ${at}`));
    const seen: string[] = [];
    let cursor = '';
    do {
      const answer = await on.call('GET', `/v1/items?limit=3${cursor}`, { token });
      expect(answer.status).toBe(200);
      seen.push(...(answer.body['data'] as { id: string }[]).map(({ id }) => id));
      const next = answer.body['nextCursor'];
      cursor = next === null ? '' : `&cursor=${next as string}`;
    } while (cursor !== '');
    expect([...seen].sort()).toEqual([...made].sort());
    expect(new Set(seen).size).toBe(7);
  });

  it('refuses a cursor it did not make', async () => {
    const token = on.clerk.mint(ada);
    for (const cursor of ['x', 'MTox', '%00', Buffer.from("1:';drop").toString('base64url')]) {
      const answer = await on.call('GET', `/v1/items?cursor=${cursor}`, { token });
      expect([200, 400], cursor).toContain(answer.status);
      if (cursor !== 'MTox') expect(answer.status, cursor).toBe(400);
    }
  });

  it('answers 404 for the item of another organization or person', async () => {
    const acme = await create(on.clerk.mint(ada), 'Acme’s');
    const globex = on.clerk.mint(edith, { orgId: 'org_globex' });
    expect((await on.call('DELETE', `/v1/items/${acme}`, { token: globex })).status).toBe(404);
    const own = on.clerk.mint(katherine, { orgId: null });
    expect((await on.call('DELETE', `/v1/items/${acme}`, { token: own })).status).toBe(404);
    const hers = await create(own, 'Katherine’s');
    const admin = on.clerk.mint(ada);
    expect((await on.call('DELETE', `/v1/items/${hers}`, { token: admin })).status).toBe(404);
    const seen = await on.call('GET', '/v1/items', { token: on.clerk.mint(ada, { orgId: null }) });
    expect(titles(seen.body)).toEqual([]);
  });

  it('gives the personal account its own list', async () => {
    const token = on.clerk.mint(katherine, { orgId: null });
    const id = await create(token, 'Mine');
    expect(titles((await on.call('GET', '/v1/items', { token })).body)).toContain('Mine');
    expect((await on.call('DELETE', `/v1/items/${id}`, { token })).status).toBe(204);
    const { data: audit } = await on.store.listAudit(`user:${katherine.userId}`, 10);
    expect(audit.map(({ action }) => action)).toContain('item.delete');
  });

  it('tells reading from writing from deleting', async () => {
    const token = on.clerk.mint(grace);
    expect((await on.call('GET', '/v1/items', { token })).status).toBe(200);
    const write = await on.call('POST', '/v1/items', { token, body: { title: 'no' } });
    expect(write.status).toBe(403);
    const editor = on.clerk.mint(edith);
    const id = await create(editor, 'Edited');
    expect((await on.call('DELETE', `/v1/items/${id}`, { token: editor })).status).toBe(403);
  });
});
