import { describe, expect, it } from 'vitest';
import type { ScanUser } from '../../../../shared/contract/http.ts';
import { AppException, appError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../../renderer/app/errors.ts';
import { plotOf } from '../../../../renderer/features/templates/scan/plot.logic.ts';
import {
  csvCell,
  Evaluation,
  paceOf,
  scanSentence,
  type ScanResult,
  type ScanSubject,
} from '../../../../renderer/features/templates/scan/scan.logic.ts';
import {
  createScanRun,
  type Evaluator,
  type ScanRun,
  type ScanState,
} from '../../../../renderer/features/templates/scan/scanRun.ts';

const userOf = (at: number, notes = 0, organizations = 1): ScanUser => ({
  user: { id: `user_${at}`, first_name: `U${at}`, public_metadata: { notes: 'x'.repeat(notes) } },
  memberships: Array.from({ length: organizations }, (_, org) => ({
    role: 'org:member',
    organization: { id: `org_${org}`, name: `Org ${org}` },
  })),
});

const subject: ScanSubject = {
  name: 'draft',
  kind: 'session-claims',
  claims: {
    notes: '{{user.public_metadata.notes}}',
    org: '{{org.name}}',
    app: { dept: '{{user.public_metadata.dept}}' },
  },
  walls: [{ name: 'Budget', bytes: 100, rule: '' }],
};

describe('a scan', () => {
  it('looks at each user in each organization, and at the personal account of who has none', () => {
    const scan = new Evaluation(subject);
    scan.add(userOf(0, 4, 3));
    scan.add(userOf(1, 4, 0));
    expect(scan.add(userOf(1, 4, 0))).toBe(false);
    const { report, users, worst } = scan.result();
    expect([users, report.count]).toEqual([2, 4]);
    expect(worst.map(({ userId, organization }) => [userId, organization])).toEqual([
      ['user_0', 'Org 0'],
      ['user_0', 'Org 1'],
      ['user_0', 'Org 2'],
      ['user_1', null],
    ]);
  });

  it('counts who is over, what would help, and what the values were', () => {
    const scan = new Evaluation(subject);
    for (let at = 0; at < 10; at += 1) scan.add(userOf(at, at < 3 ? 200 : 1));
    const result = scan.result();
    expect(result).toMatchObject({ usersOver: 3, overWalls: [3] });
    expect(result.report.fixes[0]).toMatchObject({ claim: 'notes', fixes: 3 });
    expect(result.types.map(({ path, counts }) => [path.join('.'), counts.null])).toEqual([
      ['notes', 0],
      ['org', 0],
      ['app.dept', 10],
    ]);
    expect(scanSentence(subject, result, false)).toBe(
      '3 of 10 users would be over 100 bytes (budget). Dropping notes fixes all of them.',
    );
  });

  it('names the claims that help together when no single one does', () => {
    const both: ScanSubject = {
      ...subject,
      claims: { a: 'x'.repeat(120), b: 'y'.repeat(120), c: 'z' },
    };
    const scan = new Evaluation(both);
    scan.add(userOf(0));
    const { report } = scan.result();
    expect(report.fixes.every(({ fixes }) => fixes === 0)).toBe(true);
    expect(report.together).toEqual(['a', 'b']);
    expect(scanSentence(both, scan.result(), true)).toMatch(/Dropping a and b fixes all/);
  });

  it('keeps a spreadsheet from running what a name says', () => {
    expect(csvCell('=1+1')).toBe("'=1+1");
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
    const scan = new Evaluation(subject);
    scan.add(userOf(0, 4, 1));
    expect(scan.csv().split('\n')[1]).toBe('user_0,U0,,org_0,Org 0,50');
  });

  it('draws the walls that are near, and says the others beside the plot', () => {
    const walls = [
      { name: 'near', bytes: 100, rule: '' },
      { name: 'far', bytes: 10_000, rule: '' },
    ];
    const histogram = [
      { from: 0, to: 50, count: 9 },
      { from: 100, to: 150, count: 1 },
    ];
    const plot = plotOf({ histogram, max: 120, limit: 100 }, walls);
    expect(plot.walls.map(({ name }) => name)).toEqual(['near']);
    expect(plot.bars.map(({ isOver }) => isOver)).toEqual([false, true]);
  });

  it('tells its pace', () => {
    expect(paceOf(1000, 3000, 2000)).toEqual({ perSec: 500, leftSec: 4 });
    expect(paceOf(0, null, 0)).toEqual({ perSec: 0, leftSec: null });
  });
});

/** The worker's part, in this process. */
function localEvaluator(): Evaluator {
  let evaluation = new Evaluation(subject);
  let kept: ScanUser[] = [];
  const result = (): Promise<ScanResult> => Promise.resolve(evaluation.result());
  return {
    subject: (next) => {
      evaluation = new Evaluation(next);
      for (const user of kept) evaluation.add(user);
      return result();
    },
    page: (users) => {
      for (const user of users) if (evaluation.add(user)) kept.push(user);
      return result();
    },
    forget: () => {
      kept = [];
    },
    csv: () => Promise.resolve(evaluation.csv()),
    dispose: () => undefined,
  };
}

/** An instance of 2,000 users in pages of 500; `fail` decides about each call. */
function scanOver(fail: (call: number) => AppException | null): {
  run: ScanRun;
  asked: string[];
  slept: number[];
} {
  const asked: string[] = [];
  const slept: number[] = [];
  const run = createScanRun({
    fetchPage: (path, signal) => {
      asked.push(path);
      const failure = fail(asked.length);
      if (failure !== null) return Promise.reject(failure);
      if (signal.aborted) return Promise.reject(new Error('aborted'));
      const from = Number(new URL(path, 'http://x').searchParams.get('cursor') ?? 0);
      return Promise.resolve({
        data: Array.from({ length: 500 }, (_, at) => userOf(from + at)),
        nextCursor: from + 500 < 2000 ? String(from + 500) : null,
        total: 2000,
        complete: true,
      });
    },
    evaluator: localEvaluator(),
    toError: asAppError,
    now: () => 0,
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  });
  return { run, asked, slept };
}

const until = (run: ScanRun, phase: ScanState['phase']): Promise<ScanState> =>
  new Promise((done) => {
    const look = (): void => {
      const state = run.getState();
      if (state.phase === phase) done(state);
    };
    run.subscribe(look);
    look();
  });

const limited = new AppException(appError('clerk.rate_limited', 'Too many requests.'));
const lost = new AppException(appError('host.unreachable', 'The request did not get through.'));

describe('reading a whole instance', () => {
  it('goes page by page to the end, in step', async () => {
    const { run, asked, slept } = scanOver(() => null);
    run.start(subject);
    const state = await until(run, 'done');
    expect(state).toMatchObject({ done: 2000, total: 2000, error: null, result: { users: 2000 } });
    expect(asked).toHaveLength(4);
    expect(slept).toEqual([200, 200, 200]);
  });

  it('waits after a rate limit and goes on by itself', async () => {
    const { run, slept } = scanOver((call) => (call === 2 || call === 3 ? limited : null));
    run.start(subject);
    const state = await until(run, 'done');
    expect(state.result?.users).toBe(2000);
    expect(slept).toEqual([200, 2_000, 4_000, 200, 200]);
  });

  it('gives up waiting at last, with what it has', async () => {
    const { run } = scanOver((call) => (call > 2 ? limited : null));
    run.start(subject);
    const state = await until(run, 'paused');
    expect(state).toMatchObject({ done: 1000, error: { code: 'clerk.rate_limited' } });
    expect(state.result?.users).toBe(1000);
  });

  it('keeps what it has when the connection is lost, and goes on from there', async () => {
    const { run, asked } = scanOver((call) => (call === 3 ? lost : null));
    run.start(subject);
    const state = await until(run, 'paused');
    expect(state).toMatchObject({ done: 1000, error: { code: 'host.unreachable' } });
    run.resume();
    expect((await until(run, 'done')).result?.users).toBe(2000);
    expect(asked).toHaveLength(5);
  });

  it('evaluates another text for the same users without asking again', async () => {
    const { run, asked } = scanOver(() => null);
    run.start(subject);
    await until(run, 'done');
    run.reuse({ ...subject, claims: { a: 'x'.repeat(200) } });
    const over = await new Promise<number>((done) => {
      run.subscribe(({ result }) => result !== null && done(result.usersOver));
    });
    expect(over).toBe(2000);
    expect(run.getState()).toMatchObject({ phase: 'done', done: 2000 });
    expect(asked).toHaveLength(4);
  });

  it('stops when told to, and not a user is counted twice after going on', async () => {
    const { run } = scanOver(() => null);
    const stop = run.subscribe(({ done, phase }) => {
      if (done === 1000 && phase === 'running') run.pause();
    });
    run.start(subject);
    expect((await until(run, 'paused')).result?.users).toBe(1000);
    stop();
    run.resume();
    expect((await until(run, 'done')).result?.users).toBe(2000);
  });
});
