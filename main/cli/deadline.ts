import { Script } from 'node:vm';
import { unusable } from './io.ts';

const slot = Symbol.for('claimdeck.deadline');

/** The work of one command on input from outside must end within this. */
export const deadlineMs = 1500;

/**
 * Runs synchronous work and ends it when it takes too long: a route pattern from a file can make a regular
 * expression run for years, and only the engine's own watchdog can stop that.
 */
export function withDeadline<T>(what: string, work: () => T): T {
  const globals = globalThis as unknown as Record<symbol, (() => T) | undefined>;
  globals[slot] = work;
  try {
    const call = new Script("globalThis[Symbol.for('claimdeck.deadline')]()");
    return call.runInThisContext({ timeout: deadlineMs }) as T;
  } catch (cause) {
    if (
      cause instanceof Error &&
      'code' in cause &&
      cause.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    ) {
      throw unusable(`${what} takes too long, so the work was stopped.`);
    }
    if (cause instanceof RangeError) throw unusable(`${what} is nested too deeply to be read.`);
    throw cause;
  } finally {
    globals[slot] = undefined;
  }
}
