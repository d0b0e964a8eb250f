import type { ChildName, ChildStatus } from '../../shared/contract/app.ts';
import { FromChild } from '../../shared/contract/children.ts';
import type { SandboxCode } from '../../shared/contract/app.ts';
import { AppException, type AppError } from '../../shared/errors/appError.ts';
import type { ChildLink, Log } from '../services/ports.ts';

/** All in milliseconds. */
export interface Timing {
  /** A child that has not answered by then is ended and started again. */
  readonly readyWithin: number;
  /** A child that has not ended by then, after `stop`, is killed. */
  readonly stopWithin: number;
  /** Ready for that long, earlier crashes are forgotten. */
  readonly steadyAfter: number;
  readonly backOff: (attempt: number) => number;
  /** Crashes in a row before it is left alone. */
  readonly attempts: number;
}

export const productTiming: Timing = {
  readyWithin: 60_000,
  stopWithin: 5_000,
  steadyAfter: 10_000,
  backOff: (attempt) => Math.min(10_000, 250 * 2 ** (attempt - 1)),
  attempts: 6,
};

export interface ChildPlan<D> {
  readonly name: ChildName;
  readonly fork: () => ChildLink;
  /** Configuration of this start, secrets included. May wait for another child; its failure is this one's. */
  readonly config: () => Promise<unknown>;
  /** Checks what `ready` brought; throws when it makes no sense. */
  readonly readDetail: (detail: unknown) => D;
  readonly onReady?: (detail: D) => void;
  readonly onCode?: (code: SandboxCode) => void;
  readonly onStatus: (status: ChildStatus) => void;
  readonly log: Log;
  readonly timing?: Timing;
}

export interface SupervisedChild<D> {
  readonly start: () => void;
  readonly status: () => ChildStatus;
  /** What the child said when it became ready; undefined while it is not. */
  readonly detail: () => D | undefined;
  /** At once when it is ready, failed or stopped; else when it gets there. */
  readonly settled: () => Promise<ChildStatus>;
  /** Ends what runs, forgets earlier crashes, starts anew and waits for the outcome. */
  readonly restart: () => Promise<ChildStatus>;
  readonly stop: () => Promise<void>;
}

interface Run {
  readonly link: ChildLink;
  readonly gone: Promise<void>;
  /** Set when the end is wanted or already told: the exit is then no crash. */
  over: boolean;
}

/** Keeps one child running: crashes are answered with a restart after a growing pause, and told. */
export function superviseChild<D>(plan: ChildPlan<D>): SupervisedChild<D> {
  const timing = plan.timing ?? productTiming;
  let status: ChildStatus = { child: plan.name, state: 'stopped' };
  let detail: D | undefined;
  let run: Run | undefined;
  let crashes = 0;
  let readyAt = 0;
  /** Counts launches, so that what an abandoned one still does is ignored. */
  let launches = 0;
  let timer: NodeJS.Timeout | undefined;
  let waiting: ((status: ChildStatus) => void)[] = [];

  const isSettled = (): boolean => ['ready', 'failed', 'stopped'].includes(status.state);

  const tell = (state: ChildStatus['state'], reason?: string): void => {
    status = { child: plan.name, state, ...(reason === undefined ? {} : { reason }) };
    if (state !== 'ready') detail = undefined;
    plan.log(state === 'failed' ? 'error' : 'info', `${plan.name} is ${state}`, { reason });
    plan.onStatus(status);
    if (!isSettled()) return;
    const told = waiting;
    waiting = [];
    for (const listener of told) listener(status);
  };

  const fail = (error: Pick<AppError, 'message' | 'remedy'>): void =>
    tell('failed', [error.message, error.remedy].filter((part) => part !== undefined).join(' '));

  const crashed = (reason: string): void => {
    crashes = readyAt > 0 && performance.now() - readyAt > timing.steadyAfter ? 1 : crashes + 1;
    readyAt = 0;
    if (crashes > timing.attempts) {
      fail({ message: `${reason} It was started ${crashes} times in a row.` });
      return;
    }
    tell('restarting', reason);
    timer = setTimeout(() => void launch(), timing.backOff(crashes));
  };

  const receive = (current: Run, raw: unknown): void => {
    const message = FromChild.safeParse(raw);
    if (!message.success || current.over) return;
    switch (message.data.type) {
      case 'code':
        plan.onCode?.(message.data.code);
        return;
      case 'failed':
        clearTimeout(timer);
        current.over = true;
        current.link.kill();
        fail(message.data.error);
        return;
      case 'ready':
        clearTimeout(timer);
        try {
          detail = plan.readDetail(message.data.detail);
        } catch {
          current.over = true;
          current.link.kill();
          fail({ message: `The ${plan.name} said something this version does not understand.` });
          return;
        }
        readyAt = performance.now();
        tell('ready');
        if (detail !== undefined) plan.onReady?.(detail);
    }
  };

  const launch = async (): Promise<void> => {
    const launchNumber = (launches += 1);
    try {
      const config = await plan.config();
      if (launchNumber !== launches) return;
      const link = plan.fork();
      let left: () => void = () => undefined;
      const gone = new Promise<void>((resolve) => {
        left = resolve;
      });
      const current: Run = { link, gone, over: false };
      run = current;
      link.onExit((code, signal) => {
        left();
        if (run === current) run = undefined;
        if (current.over) return;
        current.over = true;
        clearTimeout(timer);
        crashed(`It ended unasked (${signal ?? `code ${code ?? 'unknown'}`}).`);
      });
      link.onMessage((raw) => receive(current, raw));
      timer = setTimeout(() => {
        current.over = true;
        link.kill();
        crashed(`It did not answer within ${timing.readyWithin / 1000} s.`);
      }, timing.readyWithin);
      link.send({ type: 'start', config });
    } catch (cause) {
      if (launchNumber !== launches) return;
      fail(cause instanceof AppException ? cause.error : { message: 'It could not be started.' });
    }
  };

  /** Ends what runs, gracefully first. */
  const end = async (): Promise<void> => {
    launches += 1;
    clearTimeout(timer);
    const current = run;
    if (current === undefined) return;
    current.over = true;
    current.link.send({ type: 'stop' });
    const impatience = setTimeout(() => current.link.kill(), timing.stopWithin);
    await current.gone;
    clearTimeout(impatience);
  };

  const settled = (): Promise<ChildStatus> =>
    isSettled() ? Promise.resolve(status) : new Promise((resolve) => waiting.push(resolve));

  const start = (): void => {
    if (status.state === 'starting' || status.state === 'restarting') return;
    tell('starting');
    void launch();
  };

  return {
    start,
    settled,
    status: () => status,
    detail: () => detail,
    restart: async () => {
      tell('starting');
      crashes = 0;
      await end();
      void launch();
      return settled();
    },
    stop: async () => {
      await end();
      tell('stopped');
    },
  };
}
