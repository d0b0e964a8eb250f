import { describe, expect, it } from 'vitest';
import { AppException, appError, type AppError } from '../../../../shared/errors/appError.ts';
import {
  Evaluation,
  type ScanResult,
  type ScanSubject,
} from '../../../../renderer/features/templates/scan/evaluation.logic.ts';
import { plotOf } from '../../../../renderer/features/templates/scan/plot.logic.ts';
import {
  otherLimits,
  paceOf,
  recentProgress,
  scanSentence,
} from '../../../../renderer/features/templates/scan/scan.logic.ts';
import type { ScanRun } from '../../../../renderer/features/templates/scan/scanRun.ts';
import { bytesOf, localEvaluator, runOn, subject, until, userOf } from './scanSupport.ts';

describe('a scan', () => {
  it('looks at each user in each organization, and at the personal account of who has none', () => {
    const scan = new Evaluation(subject);
    scan.add(userOf(0, 4, 3));
    scan.add(userOf(1, 4, 0));
    scan.add(userOf(1, 4, 0));
    const { users, places, worst } = scan.result();
    expect([users, places]).toEqual([2, 4]);
    expect(worst.map(({ userId, organization }) => [userId, organization])).toEqual([
      ['user_0', 'Org 0'],
      ['user_0', 'Org 1'],
      ['user_0', 'Org 2'],
      ['user_1', null],
    ]);
  });

  it('goes on past a user whose records no stack holds, and says whom it left out', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const scan = new Evaluation(subject);
    scan.add(userOf(0));
    scan.add({ ...userOf(1), user: { id: 'user_1', public_metadata: { notes: deep } } });
    scan.add(userOf(2));
    expect(scan.result()).toMatchObject({
      users: 3,
      places: 2,
      failed: { users: 1, ids: ['user_1'] },
    });
  });

  it('draws the walls that are near, and says the others beside the plot', () => {
    const walls = [
      { name: 'Budget', bytes: 100, rule: '' },
      { name: 'Cookie', bytes: 150, rule: '' },
      { name: 'far', bytes: 10_000, rule: '' },
    ];
    const histogram = [
      { from: 0, to: 50, count: 9 },
      { from: 100, to: 150, count: 1 },
      { from: 150, to: 200, count: 1 },
    ];
    const plot = plotOf({ histogram, max: 180 }, walls);
    expect(plot.walls.map(({ name, tone }) => [name, tone])).toEqual([
      ['Budget', 'warn'],
      ['Cookie', 'bad'],
    ]);
    expect(plot.bars.map(({ tone }) => tone)).toEqual([undefined, 'warn', 'bad']);
  });

  it('tells its pace by the last seconds alone', () => {
    const at = (atMs: number, done: number) => ({ atMs, done });
    expect(paceOf([], null)).toBeNull();
    expect(paceOf([at(0, 500)], 3000)).toBeNull();
    expect(paceOf([at(0, 0), at(2000, 1000)], 3000)).toEqual({ perSec: 500, leftSec: 4 });
    expect(paceOf([at(0, 0), at(1000, 100)], null)).toEqual({ perSec: 100, leftSec: null });
    expect(recentProgress([at(0, 0), at(9000, 5)], at(12_000, 9))).toEqual([
      at(9000, 5),
      at(12_000, 9),
    ]);
  });
});

describe('the sentence of a scan', () => {
  const resultOf = (sizes: readonly number[], of: ScanSubject = subject): ScanResult => {
    const scan = new Evaluation(of);
    for (const [at, size] of sizes.entries()) scan.add(userOf(at, size));
    return scan.result();
  };
  const many = (count: number, size: number): number[] => Array.from({ length: count }, () => size);

  it('speaks of the cookie before the budget, and of what fixes it', () => {
    const result = resultOf([...many(3, 400), ...many(4, 150), ...many(1000, 1)]);
    expect(scanSentence(result, false)).toBe(
      '3 of 1,007 users would lose their cookie. Dropping `notes` fixes all of them.',
    );
    expect(otherLimits(result)).toBe('7 would be over the 1.2 KB budget.');
    expect(scanSentence(resultOf([...many(1, 400), 1]), true)).toBe(
      '1 of 2 users so far would lose the cookie. Dropping `notes` fixes that.',
    );
  });

  it('speaks of the budget where every cookie fits, and of the largest where nobody is over', () => {
    const over = resultOf([150, 1, 1]);
    expect(scanSentence(over, false)).toBe(
      '1 of 3 users would be over the 1.2 KB budget. Dropping `notes` fixes that.',
    );
    expect(otherLimits(over)).toBe('Every cookie still fits.');
    expect(scanSentence(resultOf([1, 2]), false)).toBe(
      'None of 2 users would be over the 1.2 KB budget: the largest has 48 bytes.',
    );
    expect(scanSentence(resultOf([]), true)).toBe('Nobody has been looked at yet.');
  });

  it('names the claims that help together when no single one does, and none when none do', () => {
    const both: ScanSubject = {
      ...subject,
      claims: { a: 'x'.repeat(120), b: 'y'.repeat(120), c: 'z' },
    };
    const result = resultOf([0], both);
    expect(result.limits[0]?.fixes.every(({ fixes }) => fixes === 0)).toBe(true);
    expect(result.limits[0]?.together).toEqual(['a', 'b']);
    expect(scanSentence(result, false)).toBe(
      '1 of 1 user would be over the 1.2 KB budget. Dropping `a` and `b` together fixes that.',
    );
    const nine = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`c${at}`, 'x'.repeat(400)]),
    );
    expect(scanSentence(resultOf([0], { ...subject, claims: nine }), false)).toContain(
      'No claim alone fixes any of them.',
    );
  });

  it('speaks of the header for a template, and of advice as advice', () => {
    const template: ScanSubject = {
      ...subject,
      kind: 'jwt-template',
      walls: [
        { name: 'Advice for session tokens', bytes: 100, rule: '' },
        { name: 'Proxy header', bytes: 300, rule: '' },
      ],
    };
    expect(scanSentence(resultOf([400, 150, 1], template), false)).toBe(
      '1 of 3 users would send a header that common proxies refuse. Dropping `notes` fixes that.',
    );
    expect(scanSentence(resultOf([150, 1], template), false)).toMatch(
      /^1 of 2 users would be over the 100 bytes advised for session tokens/,
    );
  });
});

/** An instance of 2,000 users in pages of 500; `fail` decides about each call. */
function scanOver(
  fail: (call: number) => Error | null,
  evaluator = localEvaluator(),
): { run: ScanRun; asked: string[]; slept: number[] } {
  const asked: string[] = [];
  const made = runOn(
    (path, signal) => {
      asked.push(path);
      const failure = fail(asked.length);
      if (failure !== null) return Promise.reject(failure);
      if (signal.aborted) return Promise.reject(new Error('aborted'));
      const from = Number(new URL(path, 'http://x').searchParams.get('cursor') ?? 0);
      return Promise.resolve(
        bytesOf({
          data: Array.from({ length: 500 }, (_, at) => userOf(from + at)),
          nextCursor: from + 500 < 2000 ? String(from + 500) : null,
          total: 2000,
          complete: true,
        }),
      );
    },
    { evaluator },
  );
  return { ...made, asked };
}

const failing = (code: AppError['code'], extra: Partial<AppError> = {}): AppException =>
  new AppException(appError(code, 'It failed.', extra));
const limited = failing('clerk.rate_limited');

describe('reading a whole instance', () => {
  it('goes page by page to the end', async () => {
    const { run, asked, slept } = scanOver(() => null);
    run.start(subject);
    const state = await until(run, 'done');
    expect(state).toMatchObject({ done: 2000, total: 2000, error: null, result: { users: 2000 } });
    expect(asked).toHaveLength(4);
    expect(slept).toEqual([]);
  });

  it('shows how far the backend is while it reads who is where', async () => {
    let call = 0;
    const { run } = runOn(() => {
      call += 1;
      const preparing = call < 3 ? { preparing: { read: call * 500, total: 1000 } } : {};
      return Promise.resolve(
        bytesOf({
          data: call < 3 ? [] : [userOf(1)],
          nextCursor: call < 3 ? 'begin' : null,
          total: call < 3 ? 0 : 1,
          complete: true,
          ...preparing,
        }),
      );
    });
    const seen: unknown[] = [];
    run.subscribe(({ phase, preparing }) => seen.push([phase, preparing?.read]));
    run.start(subject);
    expect(await until(run, 'done')).toMatchObject({ done: 1, total: 1, preparing: null });
    expect(seen).toContainEqual(['preparing', 500]);
    expect(seen).toContainEqual(['preparing', 1000]);
  });

  it('waits as long as it is told after a rate limit, and goes on by itself', async () => {
    const told = failing('clerk.rate_limited', { retryAfterMs: 9_000 });
    const { run, slept } = scanOver((call) => (call === 2 ? told : call === 3 ? limited : null));
    const phases = new Set<string>();
    run.subscribe(({ phase, resumesAtMs }) => phases.add(`${phase} ${resumesAtMs !== null}`));
    run.start(subject);
    const state = await until(run, 'done');
    expect(state.result?.users).toBe(2000);
    expect(slept).toEqual([9_000, 4_000]);
    expect(phases).toContain('waiting true');
  });

  it('gives up waiting at last, with what it has', async () => {
    const { run } = scanOver((call) => (call > 2 ? limited : null));
    run.start(subject);
    const state = await until(run, 'stopped');
    expect(state).toMatchObject({ done: 1000, error: { code: 'clerk.rate_limited' } });
    expect(state.result?.users).toBe(1000);
  });

  it.each(['host.unreachable', 'backend.unreachable', 'clerk.unreachable'] as const)(
    'tries again by itself after %s, then stops with what it has, and goes on from there',
    async (code) => {
      let isLost = true;
      const { run, asked, slept } = scanOver((call) => (call > 2 && isLost ? failing(code) : null));
      run.start(subject);
      const state = await until(run, 'stopped');
      expect(state).toMatchObject({ done: 1000, error: { code } });
      expect(slept).toEqual([1_000, 3_000, 9_000]);
      isLost = false;
      run.resume();
      expect((await until(run, 'done')).result?.users).toBe(2000);
      expect(asked).toHaveLength(8);
    },
  );

  it.each(['auth.no_session', 'auth.token_rejected', 'auth.operator_required'] as const)(
    'stops at once at %s, and goes on from there',
    async (code) => {
      const { run, slept, asked } = scanOver((call) => (call === 3 ? failing(code) : null));
      run.start(subject);
      const state = await until(run, 'stopped');
      expect(state).toMatchObject({ done: 1000, error: { code }, result: { users: 1000 } });
      expect(slept).toEqual([]);
      run.start(subject);
      expect(await until(run, 'done')).toMatchObject({ done: 2000, result: { users: 2000 } });
      expect(asked).toHaveLength(5);
    },
  );

  it('stops at an answer that is no page, counts nothing of it, and asks for it again', async () => {
    let call = 0;
    const { run } = runOn((path) => {
      call += 1;
      const broken = new TextEncoder().encode('{"data": [{"us').buffer;
      const from = Number(new URL(path, 'http://x').searchParams.get('cursor') ?? 0);
      const page = bytesOf({
        data: Array.from({ length: 500 }, (_, at) => userOf(from + at)),
        nextCursor: from < 500 ? '500' : null,
        total: 1000,
        complete: true,
      });
      return Promise.resolve(call === 2 ? broken : page);
    });
    run.start(subject);
    expect(await until(run, 'stopped')).toMatchObject({
      done: 500,
      error: { code: 'internal.unexpected' },
    });
    run.resume();
    expect(await until(run, 'done')).toMatchObject({ done: 1000, result: { users: 1000 } });
  });

  it('stops when told to, and not a user is counted twice after going on', async () => {
    const { run, asked } = scanOver(() => null);
    const stop = run.subscribe(({ done, phase }) => {
      if (done === 1000 && phase === 'reading') run.stop();
    });
    run.start(subject);
    expect((await until(run, 'stopped')).result?.users).toBe(1000);
    stop();
    run.resume();
    expect((await until(run, 'done')).result?.users).toBe(2000);
    expect(asked).toHaveLength(4);
  });

  it('keeps the page that was under way when it is stopped and resumed in the same moment', async () => {
    let release: () => void = () => undefined;
    let held = 0;
    const { run, asked } = scanOver(
      () => null,
      localEvaluator(() => {
        held += 1;
        return held === 3 ? new Promise((done) => (release = done)) : Promise.resolve();
      }),
    );
    run.start(subject);
    await until(run, ({ done }) => done === 500);
    await expect.poll(() => held).toBe(3);
    run.stop();
    run.resume();
    run.stop();
    run.resume();
    release();
    expect(await until(run, 'done')).toMatchObject({ done: 2000, result: { users: 2000 } });
    expect(asked).toHaveLength(4);
  });

  it('evaluates another text for the same users without asking again', async () => {
    const { run, asked } = scanOver(() => null);
    run.start(subject);
    await until(run, 'done');
    const first = run.getState().readAtMs;
    run.start({ ...subject, claims: { a: 'x'.repeat(200) } });
    const state = await until(run, ({ phase, subject: of }) => phase === 'done' && of !== subject);
    expect(state).toMatchObject({ done: 2000, total: 2000, readAtMs: first });
    expect(state.result?.limits[0]?.usersOver).toBe(2000);
    expect(asked).toHaveLength(4);
    run.restart(subject);
    await until(run, 'reading');
    expect((await until(run, 'done')).result?.users).toBe(2000);
    expect(asked).toHaveLength(8);
  });

  it('reads the rest for another text that was begun half-way', async () => {
    const { run, asked } = scanOver((call) => (call === 3 ? failing('auth.no_session') : null));
    run.start(subject);
    await until(run, 'stopped');
    const other = { ...subject, claims: { a: '{{user.id}}' } };
    run.start(other);
    const state = await until(run, 'done');
    expect(state).toMatchObject({ done: 2000, subject: other, result: { users: 2000 } });
    expect(asked).toHaveLength(5);
  });

  it('reads everybody again once what it knows is old', async () => {
    let nowMs = 0;
    let calls = 0;
    const { run } = runOn(
      () => {
        calls += 1;
        return Promise.resolve(
          bytesOf({ data: [userOf(calls)], nextCursor: null, total: 1, complete: true }),
        );
      },
      { now: () => nowMs },
    );
    run.start(subject);
    await until(run, 'done');
    nowMs = 9 * 60_000;
    run.start({ ...subject, claims: { a: 1 } });
    await until(run, 'done');
    expect(calls).toBe(1);
    nowMs = 11 * 60_000;
    run.start(subject);
    const state = await until(run, ({ phase, readAtMs }) => phase === 'done' && readAtMs === nowMs);
    expect([calls, state.result?.users]).toEqual([2, 1]);
  });

  it('is not begun again by asking for it once more while it is under way, however long it takes', async () => {
    let nowMs = 0;
    let release: () => void = () => undefined;
    let calls = 0;
    const { run } = runOn(
      async () => {
        calls += 1;
        nowMs += 20 * 60_000;
        if (calls === 2) await new Promise<void>((done) => (release = done));
        return bytesOf({
          data: [userOf(calls)],
          nextCursor: calls < 3 ? 'more' : null,
          total: 3,
          complete: true,
        });
      },
      { now: () => nowMs },
    );
    run.start(subject);
    await until(run, ({ done }) => done === 1);
    await expect.poll(() => calls).toBe(2);
    run.start({ ...subject });
    release();
    expect(await until(run, 'done')).toMatchObject({ done: 3, result: { users: 3 } });
    expect(calls).toBe(3);
  });

  it('evaluates a text of 1 MB, and sends no more of it to the page than the page shows', async () => {
    const claims = Object.fromEntries(
      Array.from({ length: 15_000 }, (_, at) => [`claim_${at}`, `{{user.id}} ${'x'.repeat(40)}`]),
    );
    expect(JSON.stringify(claims).length).toBeGreaterThan(1_000_000);
    const { run } = runOn(() =>
      Promise.resolve(
        bytesOf({
          data: Array.from({ length: 40 }, (_, at) => userOf(at)),
          nextCursor: null,
          total: 40,
          complete: true,
        }),
      ),
    );
    run.start({ ...subject, claims });
    const { result } = await until(run, 'done');
    expect(result).toMatchObject({ users: 40, limits: [{ over: 40 }, { over: 40 }] });
    expect(JSON.stringify(result).length).toBeLessThan(100_000);
    const full = JSON.parse(await run.exportAs('json')) as ScanResult;
    expect(full.byClaim).toHaveLength(15_000);
  });
});
