import type { z } from 'zod';
import { ToChild, type FromChild } from '../../shared/contract/children.ts';
import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';

/** What a child hands back once it listens. `stop` finishes what is in flight. */
export interface StartedChild {
  readonly detail: unknown;
  stop(): Promise<void>;
}

interface Channel {
  send(message: FromChild): void;
  listen(receive: (message: unknown) => void): void;
  /** Called when the parent is gone. */
  lost(then: () => void): void;
}

/** Electron's utility process has `process.parentPort`; a forked Node process has `process.send`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function openChannel(): Channel {
  const port = (process as unknown as { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    return {
      send: (message) => port.postMessage(message),
      listen: (receive) => port.on('message', (event) => receive(event.data)),
      // Electron ends utility processes together with the main process.
      lost: () => undefined,
    };
  }
  return {
    send: (message) => {
      process.send?.(message);
    },
    listen: (receive) => process.on('message', receive),
    lost: (then) => process.on('disconnect', then),
  };
}

/** Any failure as the one error shape; an unknown cause keeps its text out of the message. */
export function toAppError(
  cause: unknown,
  code: AppError['code'] = 'internal.unexpected',
): AppError {
  if (cause instanceof AppException) return cause.error;
  return appError(code, 'Something unexpected happened while starting.', {
    details: { cause: cause instanceof Error ? cause.message.slice(0, 300) : 'unknown' },
  });
}

/**
 * Runs a child of a host: waits for `start`, answers `ready` or `failed`, ends on `stop`, on SIGTERM and at
 * once when the parent is gone, so that no orphan keeps a port or a database.
 */
export function runChild<S extends z.ZodType>(
  schema: S,
  start: (
    config: z.output<S>,
    emit: (message: Extract<FromChild, { type: 'code' }>) => void,
  ) => Promise<StartedChild>,
): void {
  const channel = openChannel();
  let started: StartedChild | undefined;
  let stopping = false;

  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await started?.stop();
    process.exit(0);
  };

  const receive = async (raw: unknown): Promise<void> => {
    const message = ToChild.safeParse(raw);
    if (!message.success) return;
    if (message.data.type === 'stop') return stop();
    try {
      started = await start(schema.parse(message.data.config), (event) => channel.send(event));
      channel.send({ type: 'ready', detail: started.detail });
    } catch (cause) {
      channel.send({ type: 'failed', error: toAppError(cause) });
    }
  };

  channel.listen((raw) => void receive(raw));
  channel.lost(() => process.exit(0));
  process.on('SIGTERM', () => void stop());
  // Ctrl-C reaches the whole process group; the parent says `stop`, so a child does not end on its own.
  process.on('SIGINT', () => undefined);
}
