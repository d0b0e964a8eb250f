import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRevocations } from '../../../main/clerk/revocations.ts';
import { createBoundedCache } from '../../../main/clerk/tokenCache.ts';
import { createKeyedQueue } from '../../../main/backend/keyedQueue.ts';
import { createSessionLimit } from '../../../main/backend/sessionLimit.ts';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { ada } from './support/people.ts';

const START_MS = 1_800_000_000_000;

/** Bytes of the heap once what nobody holds was collected. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

describe('what the backend remembers stays bounded', () => {
  it('of tokens: entries and bytes, and none that is over', () => {
    let nowMs = START_MS;
    const cache = createBoundedCache<{ endMs: number }>(
      { entries: 500, bytes: 1_000_000 },
      { now: () => nowMs, isOver: ({ endMs }, atMs) => endMs <= atMs },
    );
    let kept = 0;
    let most: [entries: number, bytes: number] = [0, 0];
    for (let at = 0; at < 20_000; at += 1) {
      cache.set(`token ${at}`, { endMs: nowMs + 60_000 }, 1_000 + (at % 5_000));
      most = [Math.max(most[0], cache.size), Math.max(most[1], cache.bytes)];
      if (cache.get(`token ${at}`) !== undefined) kept += 1;
    }
    expect(kept).toBe(20_000);
    expect(most[0]).toBeLessThanOrEqual(500);
    expect(most[1]).toBeLessThanOrEqual(1_000_000);
    // An hour later one more comes: nothing of the others is left.
    nowMs += 3_600_000;
    cache.set('a later token', { endMs: nowMs + 60_000 }, 2_000);
    expect([cache.size, cache.bytes]).toEqual([1, 2_000]);
  });

  it('of tokens: what is in use outlives what is not', () => {
    const cache = createBoundedCache<number>({ entries: 100, bytes: 1_000_000 });
    cache.set('in use', 1, 100);
    for (let at = 0; at < 5_000; at += 1) {
      cache.set(`passing ${at}`, at, 100);
      if (at % 20 === 0) expect(cache.get('in use'), `after ${at}`).toBe(1);
    }
    expect(cache.get('passing 4000')).toBeUndefined();
  });

  it('of tokens: a clock set back and forth drops nothing that is valid', () => {
    let nowMs = START_MS;
    const cache = createBoundedCache<{ endMs: number }>(
      { entries: 1_000, bytes: 1_000_000 },
      { now: () => nowMs, isOver: ({ endMs }, atMs) => endMs <= atMs },
    );
    cache.set('long', { endMs: START_MS + 86_400_000 }, 100);
    for (const jump of [-3_600_000, 7_200_000, -7_200_000, 60_000, 31_000]) {
      nowMs += jump;
      cache.set(`at ${nowMs}`, { endMs: nowMs + 60_000 }, 100);
      expect(cache.get('long')).toBeDefined();
    }
    nowMs = START_MS + 86_400_000;
    cache.set('next day', { endMs: nowMs + 60_000 }, 100);
    expect(cache.size).toBe(1);
  });

  it('of ended sessions: the newest', () => {
    const revocations = createRevocations(1_000);
    for (let at = 0; at < 50_000; at += 1) revocations.revoke(`sess_${at}`);
    const known = Array.from({ length: 50_000 }, (_, at) => revocations.has(`sess_${at}`));
    expect(known.filter(Boolean)).toHaveLength(1_000);
    expect(known.slice(-1_000).every(Boolean)).toBe(true);
  });

  it('of sessions and their requests: one minute’s', () => {
    let nowMs = START_MS;
    const count = createSessionLimit(10, () => nowMs);
    const before = heap();
    for (let minute = 0; minute < 50; minute += 1) {
      for (let at = 0; at < 2_000; at += 1) count(`sess_${minute}_${at}`);
      nowMs += 60_000;
    }
    // 100,000 sessions would take about 10 MB.
    expect(heap() - before).toBeLessThan(2_000_000);
    count('sess_last');
  });

  it('of queues: only those that somebody waits in', async () => {
    const inTurn = createKeyedQueue();
    const before = heap();
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(
        Array.from({ length: 500 }, (_, at) => inTurn(`key ${round} ${at}`, async () => at)),
      );
    }
    expect(heap() - before).toBeLessThan(2_000_000);
    expect(await inTurn('key 0 0', async () => 'still works')).toBe('still works');
  });
});

describe('a backend that was asked by thousands', () => {
  let on: TestBackend;
  beforeAll(async () => {
    on = await startTestBackend({
      trustedProxies: 1,
      requestsPerSession: 1_000_000,
      metricsToken: 'metrics',
      tokenCache: { entries: 200, bytes: 400_000 },
    });
  });
  afterAll(() => on.close());

  const series = async (): Promise<string[]> => {
    const { text } = await on.call('GET', '/metrics', {
      headers: { authorization: 'Bearer metrics' },
    });
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };

  it(
    'holds as many tokens as it may, and as many metrics as it has routes',
    { timeout: 60_000 },
    async () => {
      const ask = async (at: number): Promise<void> => {
        const headers = { 'x-forwarded-for': `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` };
        const token = on.clerk.mint(ada, { claims: { sid: `sess_${at}` } });
        expect((await on.call('GET', '/v1/me', { token, headers })).status).toBe(200);
        const bad = `${token.slice(0, -40)}${'A'.repeat(40)}`;
        expect((await on.call('GET', '/v1/me', { token: bad, headers })).status).toBe(401);
        expect((await on.call('GET', `/nowhere/${at}?q=${at}`, { headers })).status).toBe(404);
        const key = { ...headers, 'idempotency-key': `key-${at}` };
        const made = await on.call('POST', '/v1/items', {
          token,
          headers: key,
          body: { title: 'x' },
        });
        expect(made.status, made.text).toBe(201);
      };
      const askAll = async (from: number, to: number): Promise<void> => {
        for (let at = from; at < to; at += 10) {
          await Promise.all(Array.from({ length: 10 }, (_, by) => ask(at + by)));
        }
        on.logged.length = 0;
      };
      await askAll(0, 250);
      // Asking for the metrics is counted too.
      await series();
      const before = [await series(), heap()] as const;
      await askAll(250, 750);
      const after = [await series(), heap()] as const;

      const names = (lines: readonly string[]): string[] =>
        lines
          .map((line) => line.replace(/ [^ ]+$/, ''))
          .filter((name) => name.includes('claimdeck'));
      expect(names(after[0]).toSorted()).toEqual(names(before[0]).toSorted());
      const cached = after[0].find((line) => line.startsWith('claimdeck_verified_tokens '));
      expect(Number(cached?.split(' ')[1])).toBeLessThanOrEqual(200);
      expect(Number(cached?.split(' ')[1])).toBeGreaterThan(100);
      // 2,000 requests later: a kilobyte and a half for each of them would show.
      expect(after[1] - before[1]).toBeLessThan(3_000_000);
    },
  );
});
