import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyClaim, Store, Writer } from '../../../../main/backend/store/store.ts';
import { OrgSettings } from '../../../../shared/contract/http.ts';

const writer: Writer = {
  userId: 'user_1',
  sessionId: 'sess_1',
  impersonatorId: null,
  requestId: 'request-1',
};
const named = (displayName: string): OrgSettings => OrgSettings.parse({ displayName });

/** What every database has to do alike. `open` opens the same database each time, as another copy would. */
export function storeSuite(open: () => Promise<Store>): void {
  describe('keeps the promises of a store', () => {
    let one: Store;
    let two: Store;
    beforeAll(async () => {
      // On a database that is empty: both migrate, and only one may.
      [one, two] = await Promise.all([open(), open()]);
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    it('keeps versions, their history and an audit row of each, apart for each tenant', async () => {
      const first = await one.saveSettings('org:a', named('One'), 'absent', writer);
      expect(first).toMatchObject({
        outcome: 'saved',
        record: { version: 1, updatedBy: 'user_1' },
      });
      expect(await two.saveSettings('org:a', named('Again'), 'absent', writer)).toEqual({
        outcome: 'conflict',
        version: 1,
      });
      expect(await two.saveSettings('org:a', named('Two'), [1], writer)).toMatchObject({
        outcome: 'saved',
        record: { version: 2 },
      });
      expect(await one.saveSettings('org:a', named('Late'), [1], writer)).toEqual({
        outcome: 'conflict',
        version: 2,
      });
      expect((await one.readSettings('org:a'))?.settings.displayName).toBe('Two');
      const history = await one.settingsHistory('org:a', 10);
      expect(history.map(({ version }) => version)).toEqual([2, 1]);
      expect(history.map(({ updatedAtMs }) => typeof updatedAtMs)).toEqual(['number', 'number']);
      expect(await one.settingsHistory('org:a', 10, 2)).toHaveLength(1);
      expect((await one.readVersion('org:a', 1))?.settings.displayName).toBe('One');
      expect(await one.readVersion('org:a', 3)).toBeNull();
      const { data } = await one.listAudit('org:a', 10);
      expect(data[0]).toMatchObject({
        action: 'settings.save',
        actorId: 'user_1',
        requestId: 'request-1',
        before: { displayName: 'One' },
        after: { displayName: 'Two' },
      });
      expect(await one.readSettings('org:b')).toBeNull();
      expect((await one.listAudit('org:b', 10)).data).toEqual([]);
    });

    it('lets one of many that replace the same version win, on two copies', async () => {
      await one.saveSettings('org:race', named('Start'), 'absent', writer);
      for (let version = 1; version <= 5; version += 1) {
        const results = await Promise.all(
          Array.from({ length: 16 }, (_, at) =>
            (at % 2 === 0 ? one : two).saveSettings('org:race', named(`${at}`), [version], writer),
          ),
        );
        const saved = results.filter(({ outcome }) => outcome === 'saved');
        expect(saved).toHaveLength(1);
        const lost = results.filter((result) => result.outcome === 'conflict');
        expect(lost.every((result) => result.version === version + 1)).toBe(true);
      }
      const created = await Promise.all(
        [one, two, one, two].map((store) =>
          store.saveSettings('org:first', named('x'), 'absent', writer),
        ),
      );
      expect(created.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1);
      expect(await two.settingsHistory('org:first', 10)).toHaveLength(1);
    });

    it('pages items and the log newest first, without gaps or repeats', async () => {
      for (let at = 0; at < 7; at += 1) {
        await (at % 2 === 0 ? one : two).createItem('org:pages', `Item ${at}`, writer);
      }
      const ids: string[] = [];
      let after: Awaited<ReturnType<Store['listItems']>>['next'] = null;
      do {
        const page = await one.listItems('org:pages', 3, after);
        ids.push(...page.data.map(({ id }) => id));
        after = page.next;
      } while (after !== null);
      expect(new Set(ids).size).toBe(7);
      const audited: string[] = [];
      let next: Awaited<ReturnType<Store['listAudit']>>['next'] = null;
      do {
        const page = await two.listAudit('org:pages', 2, next, 'item.create');
        audited.push(...page.data.map(({ target }) => target));
        next = page.next;
      } while (next !== null);
      expect(audited.toSorted()).toEqual(ids.toSorted());
      expect((await two.listAudit('org:pages', 2, null, 'item.delete')).data).toEqual([]);
      const either = ['item.create', 'item.delete'];
      expect((await two.listAudit('org:pages', 9, null, either)).data).toHaveLength(7);
      const [found] = (await two.listAudit('org:pages', 9, null, either, ids[3])).data;
      expect(found?.target).toBe(ids[3]);
      expect((await two.listAudit('org:a', 9, null, either, ids[3])).data).toEqual([]);
    });

    it('deletes an item once, and only its tenant’s', async () => {
      const item = await one.createItem('org:a', 'Ünïcode ✓ 𝄞', writer);
      expect(item.title).toBe('Ünïcode ✓ 𝄞');
      expect(await two.deleteItem('org:b', item.id, writer)).toBe(false);
      expect(await two.deleteItem('org:a', item.id, writer)).toBe(true);
      expect(await one.deleteItem('org:a', item.id, writer)).toBe(false);
    });

    it('keeps every one of many writes made at once, and says which failed', async () => {
      const writes = Array.from({ length: 60 }, (_, at) =>
        (at % 3 === 0 ? two : one).createItem('org:many', `Item ${at}`, writer),
      );
      // One of them cannot be written; it takes none of the others with it.
      const broken = { ...writer, userId: null as unknown as string };
      const failing = one.createItem('org:many', 'Nobody’s', broken);
      await expect(failing).rejects.toMatchObject({ error: { code: 'store.unavailable' } });
      const made = await Promise.all(writes);
      const { data } = await two.listItems('org:many', 100, null);
      expect(data.map(({ id }) => id).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
      expect((await one.listAudit('org:many', 100)).data).toHaveLength(60);
    });

    it('gives an idempotency key to one of many, and keeps its answer', async () => {
      const claim: KeyClaim = { tenant: 'org:a', userId: 'user_1', key: 'k1', fingerprint: 'f' };
      const claims = await Promise.all(
        [one, two, one, two, one].map((store) => store.claimKey(claim)),
      );
      expect(claims.filter((known) => known === null)).toHaveLength(1);
      await one.keepAnswer(claim, '{"status":201}');
      expect(await two.claimKey({ ...claim, fingerprint: 'other' })).toEqual({
        fingerprint: 'f',
        answer: '{"status":201}',
      });
      expect(await two.claimKey({ ...claim, userId: 'user_2' })).toBeNull();
      await two.releaseKey({ ...claim, userId: 'user_2' });
      expect(await one.claimKey({ ...claim, userId: 'user_2' })).toBeNull();
      await two.releaseKey(claim);
      expect(await two.claimKey(claim), 'an answer is not given back').not.toBeNull();
    });

    it('answers text that it cannot keep with a refusal or keeps it whole', async () => {
      const title = 'a\u0000b';
      try {
        expect((await one.createItem('org:nul', title, writer)).title).toBe(title);
      } catch (cause) {
        expect(cause).toMatchObject({ error: { code: 'boundary.bad_input' } });
      }
    });
  });
}
