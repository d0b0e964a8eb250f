import { createStore, type StoreApi } from 'zustand/vanilla';
import { appError, AppException, type AppError } from '../../../../shared/errors/appError.ts';
import type { DeskAnswer, DeskQuestion, PageFacts } from './desk.logic.ts';
import type { ScanSubject } from './evaluation.logic.ts';
import { patienceWith } from './patience.logic.ts';
import { recentProgress, type Progress } from './scan.logic.ts';
import type { ScanSummary } from './summary.logic.ts';

export interface ScanState {
  readonly phase:
    | 'idle'
    /** The backend reads who is in which organization. */
    | 'preparing'
    | 'reading'
    /** Another text, for users that were read before. */
    | 'evaluating'
    /** Goes on by itself at `resumesAtMs`. */
    | 'waiting'
    /** By a person, or by an error that no waiting mends. */
    | 'stopped'
    | 'done';
  readonly subject: ScanSubject | null;
  readonly result: ScanSummary | null;
  /** Users evaluated, and how many the instance says it has. */
  readonly done: number;
  readonly total: number | null;
  readonly progress: readonly Progress[];
  /** Memberships read so far, while `preparing`. */
  readonly preparing: PageFacts['preparing'];
  /** Why it is waiting or stopped; null when somebody stopped it. */
  readonly error: AppError | null;
  readonly resumesAtMs: number | null;
  /** False when the backend could not read every membership. */
  readonly complete: boolean;
  /** When the reading of the users began. */
  readonly readAtMs: number | null;
}

export interface ScanRun extends StoreApi<ScanState> {
  /** Who breaks with this text: for the users that were read lately and whoever is missing, or for everybody anew. */
  readonly start: (subject: ScanSubject) => void;
  /** Reads everybody again, whatever is known. */
  readonly restart: (subject: ScanSubject) => void;
  readonly stop: () => void;
  /** Goes on from where it stopped, or waits no longer. */
  readonly resume: () => void;
  readonly exportAs: (format: 'csv' | 'json') => Promise<string>;
  readonly dispose: () => void;
}

/** What evaluates pages: a worker in the page, a plain object in a test. */
export interface Evaluator {
  readonly ask: (question: DeskQuestion) => Promise<DeskAnswer>;
  readonly dispose: () => void;
}

export interface ScanPorts {
  /** A page of users, as the bytes the backend sent. */
  readonly fetchPage: (path: `/v1/${string}`, signal: AbortSignal) => Promise<ArrayBuffer>;
  readonly evaluator: Evaluator;
  readonly toError: (cause: unknown) => AppError;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects when it is called off. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface Work {
  readonly signal: AbortSignal;
  /** Which text it is for. */
  readonly begun: number;
}

/** The largest page Clerk gives: every call counts against its limit. The backend sees to the pace. */
const firstPath = '/v1/users?scan=true&limit=500';

/** Users that were read so long ago are read again for the next text. */
const keepForMs = 10 * 60_000;

const idle: ScanState = {
  phase: 'idle',
  subject: null,
  result: null,
  done: 0,
  total: null,
  progress: [],
  preparing: null,
  error: null,
  resumesAtMs: null,
  complete: true,
  readAtMs: null,
};

/** Reads the whole instance page by page. Whatever stops it, what was evaluated stays and the rest can follow. */
export function createScanRun(ports: ScanPorts): ScanRun {
  const store = createStore<ScanState>(() => idle);
  /** Where the list goes on; null at its beginning and at its end. */
  let cursor: string | null = null;
  let isAtEnd = false;
  /** Pages the evaluator holds, and how many of them the present text was evaluated for. */
  let kept = 0;
  let evaluated = 0;
  let lastReadAtMs = 0;
  let stopWork = (): void => undefined;
  /** Counts the texts that were begun. */
  let begun = 0;
  let wake: AbortController | null = null;
  let ended: Promise<void> = Promise.resolve();

  /** Shows a result, unless another text was begun meanwhile; a phase only while the work goes on. */
  const show = (answer: DeskAnswer, own: Work, change: Partial<ScanState>): void => {
    if (answer.type !== 'result' || own.begun !== begun) return;
    const { result } = answer;
    const next = { atMs: ports.now(), done: result.users };
    store.setState(({ progress, phase }) => ({
      ...change,
      phase: own.signal.aborted ? phase : (change.phase ?? phase),
      result,
      done: result.users,
      progress: recentProgress(progress, next),
      error: null,
    }));
  };

  const evaluateKept = async (own: Work): Promise<void> => {
    const answer = await ports.evaluator.ask({ type: 'again', page: evaluated });
    if (answer.type !== 'result') throw new AppException(unreadable);
    evaluated += 1;
    show(answer, own, { phase: 'evaluating' });
  };

  const readPage = async (own: Work): Promise<void> => {
    store.setState(({ phase, readAtMs }) => ({
      phase: phase === 'preparing' ? phase : 'reading',
      readAtMs: readAtMs ?? ports.now(),
    }));
    const place = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const bytes = await ports.fetchPage(`${firstPath}${place}`, own.signal);
    if (own.signal.aborted) return;
    // From here on the page counts, whatever happens meanwhile: it is not fetched again.
    const answer = await ports.evaluator.ask({ type: 'page', bytes });
    if (answer.type !== 'result') throw new AppException(unreadable);
    const { count, nextCursor, preparing, total, complete } = answer.facts;
    cursor = nextCursor;
    isAtEnd = nextCursor === null;
    if (preparing !== null) {
      if (!own.signal.aborted) store.setState({ phase: 'preparing', preparing, error: null });
      return;
    }
    lastReadAtMs = ports.now();
    if (count > 0) {
      kept += 1;
      evaluated = kept;
    }
    show(answer, own, { phase: 'reading', preparing: null, total, complete });
  };

  const run = async (own: Work): Promise<void> => {
    let failures = 0;
    while (!own.signal.aborted) {
      try {
        if (evaluated < kept) await evaluateKept(own);
        else if (!isAtEnd) await readPage(own);
        else {
          store.setState({ phase: 'done', resumesAtMs: null });
          return;
        }
        failures = 0;
      } catch (cause) {
        if (own.signal.aborted) return;
        const error = ports.toError(cause);
        const waitMs = patienceWith(error, failures);
        failures += 1;
        if (waitMs === null) {
          store.setState({ phase: 'stopped', error, resumesAtMs: null });
          return;
        }
        await waitFor(waitMs, error, own);
      }
    }
  };

  const waitFor = async (ms: number, error: AppError, own: Work): Promise<void> => {
    wake = new AbortController();
    store.setState({ phase: 'waiting', error, resumesAtMs: ports.now() + ms, progress: [] });
    await ports.sleep(ms, AbortSignal.any([own.signal, wake.signal])).catch(() => undefined);
    wake = null;
    if (!own.signal.aborted) store.setState({ phase: 'reading', resumesAtMs: null });
  };

  /** One at a time: what is under way comes to its end first, so that no page is counted by two. */
  const go = (prepare: () => Promise<void> = () => Promise.resolve()): void => {
    stopWork();
    const controller = new AbortController();
    stopWork = () => controller.abort();
    const own: Work = { signal: controller.signal, begun };
    const before = ended;
    const follow = async (): Promise<void> => {
      await before;
      if (own.begun !== begun) return;
      try {
        await prepare();
        await run(own);
      } catch (cause) {
        if (!own.signal.aborted) store.setState({ phase: 'stopped', error: ports.toError(cause) });
      }
    };
    ended = follow();
  };

  const begin = (subject: ScanSubject, keep: boolean): void => {
    begun += 1;
    const known = keep ? store.getState() : idle;
    store.setState({
      ...idle,
      subject,
      phase: keep ? 'evaluating' : 'reading',
      total: known.total,
      complete: known.complete,
      readAtMs: known.readAtMs,
    });
    go(async () => {
      if (!keep) [cursor, isAtEnd, kept] = [null, false, 0];
      evaluated = 0;
      await ports.evaluator.ask({ type: 'begin', subject, keep });
    });
  };

  const isUnderWay = (): boolean => !['idle', 'stopped', 'done'].includes(store.getState().phase);

  const isFresh = (): boolean =>
    isUnderWay() || (kept > 0 && ports.now() - lastReadAtMs < keepForMs);

  return {
    ...store,
    start: (subject) => {
      const { subject: known, phase } = store.getState();
      const isSame = known !== null && JSON.stringify(known) === JSON.stringify(subject);
      if (!isFresh()) begin(subject, false);
      else if (!isSame) begin(subject, true);
      else if (phase === 'stopped') go();
    },
    restart: (subject) => begin(subject, false),
    stop: () => {
      stopWork();
      store.setState({ phase: 'stopped', error: null, resumesAtMs: null });
    },
    resume: () => {
      if (wake !== null) wake.abort();
      else if (store.getState().phase === 'stopped') {
        store.setState({ phase: 'reading', error: null, progress: [] });
        go();
      }
    },
    exportAs: async (format) => {
      const complete = store.getState().phase === 'done';
      const answer = await ports.evaluator.ask({ type: 'export', format, complete });
      if (answer.type === 'text') return answer.text;
      throw new AppException(unreadable);
    },
    dispose: () => {
      stopWork();
      ports.evaluator.dispose();
    },
  };
}

const unreadable = appError('internal.unexpected', 'A page of users could not be read.', {
  remedy: 'Go on from here; when it happens again, read everybody again.',
});
