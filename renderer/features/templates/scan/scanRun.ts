import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UserPage, ScanUser } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { ScanResult, ScanSubject } from './scan.logic.ts';

export interface ScanState {
  readonly phase: 'idle' | 'running' | 'waiting' | 'paused' | 'done';
  readonly subject: ScanSubject | null;
  readonly result: ScanResult | null;
  /** Users fetched, and how many the instance says it has. */
  readonly done: number;
  readonly total: number | null;
  /** Time that was spent fetching, without pauses. */
  readonly workedMs: number;
  /** Why it is waiting or paused; null when somebody paused it. */
  readonly error: AppError | null;
  /** False when the backend could not read every membership. */
  readonly complete: boolean;
}

export interface ScanRun extends StoreApi<ScanState> {
  /** Fetches everybody and evaluates a text for each. */
  readonly start: (subject: ScanSubject) => void;
  /** Evaluates another text for the users that were fetched. */
  readonly reuse: (subject: ScanSubject) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly csv: () => Promise<string>;
  readonly dispose: () => void;
}

/** What evaluates pages: a worker in the page, a plain object in a test. */
export interface Evaluator {
  readonly subject: (subject: ScanSubject) => Promise<ScanResult>;
  readonly page: (users: readonly ScanUser[]) => Promise<ScanResult>;
  readonly forget: () => void;
  readonly csv: () => Promise<string>;
  readonly dispose: () => void;
}

export interface ScanPorts {
  readonly fetchPage: (path: `/v1/${string}`, signal: AbortSignal) => Promise<UserPage>;
  readonly evaluator: Evaluator;
  readonly toError: (cause: unknown) => AppError;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const pageSize = 500;

/** Between two pages: five calls a second stay far under the limits Clerk publishes (100 in 10 s on development). */
const paceMs = 200;

/** Waits after a rate limit, one after the other; then a person decides. */
const waitsMs: readonly number[] = [2_000, 4_000, 8_000, 16_000];

const limited: readonly ErrorCode[] = ['clerk.rate_limited', 'boundary.rate_limited'];

const idle: ScanState = {
  phase: 'idle',
  subject: null,
  result: null,
  done: 0,
  total: null,
  workedMs: 0,
  error: null,
  complete: true,
};

/** Reads the whole instance page by page. Whatever stops it, what was evaluated stays and the rest can follow. */
export function createScanRun(ports: ScanPorts): ScanRun {
  const store = createStore<ScanState>(() => idle);
  let cursor: string | null = null;
  let work: AbortController | null = null;

  const pathOf = (): `/v1/${string}` =>
    `/v1/users?limit=${pageSize}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;

  /** Fetches and evaluates one page; false when it was the last one, or when stopped. */
  const onePage = async (signal: AbortSignal): Promise<boolean> => {
    const began = ports.now();
    const page = await ports.fetchPage(pathOf(), signal);
    if (signal.aborted) return false;
    // From here on the page counts, whatever happens meanwhile: it is not fetched again.
    cursor = page.nextCursor;
    const result = await ports.evaluator.page(page.data);
    store.setState((state) => ({
      result,
      phase: cursor === null ? 'done' : signal.aborted ? state.phase : 'running',
      done: state.done + page.data.length,
      total: page.total,
      complete: page.complete,
      error: null,
      workedMs: state.workedMs + (ports.now() - began) + (cursor === null ? 0 : paceMs),
    }));
    return cursor !== null;
  };

  const run = async (): Promise<void> => {
    const own = new AbortController();
    work = own;
    let failures = 0;
    store.setState({ phase: 'running', error: null });
    while (!own.signal.aborted) {
      try {
        if (!(await onePage(own.signal))) return;
        failures = 0;
        await ports.sleep(paceMs, own.signal);
      } catch (cause) {
        if (own.signal.aborted) return;
        const error = ports.toError(cause);
        const wait = limited.includes(error.code) ? waitsMs[failures] : undefined;
        if (wait === undefined) {
          store.setState({ phase: 'paused', error });
          return;
        }
        failures += 1;
        store.setState({ phase: 'waiting', error });
        await ports.sleep(wait, own.signal).catch(() => undefined);
      }
    }
  };

  const begin = async (subject: ScanSubject, fetched: Partial<ScanState>): Promise<void> => {
    store.setState({ ...idle, ...fetched, subject });
    store.setState({ result: await ports.evaluator.subject(subject) });
  };

  return {
    ...store,
    start: (subject) => {
      work?.abort();
      cursor = null;
      ports.evaluator.forget();
      void begin(subject, {}).then(run);
    },
    reuse: (subject) => {
      const { done, total, workedMs, complete, phase, error } = store.getState();
      const kept = phase === 'running' || phase === 'waiting' ? 'paused' : phase;
      work?.abort();
      void begin(subject, { done, total, workedMs, complete, error, phase: kept });
    },
    pause: () => {
      work?.abort();
      store.setState({ phase: 'paused', error: null });
    },
    resume: () => void run(),
    csv: ports.evaluator.csv,
    dispose: () => {
      work?.abort();
      ports.evaluator.dispose();
    },
  };
}
