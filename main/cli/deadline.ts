import { Script } from 'node:vm';
import { unusable } from './io.ts';

const slot = Symbol.for('claimdeck.deadline');

/** All the work of one command on input from outside must end within this. */
const totalMs = 1500;

/**
 * A command's time for synchronous work: a route pattern from a file can make a regular expression run for years,
 * and only the engine's own watchdog can stop that. Time spent reading and waiting does not count.
 */
export class Deadline {
  #leftMs = totalMs;

  /** Runs work within what is left; `what` opens the message when it takes too long. */
  run<T>(what: string, work: () => T): T {
    const globals = globalThis as unknown as Record<symbol, (() => T) | undefined>;
    const began = performance.now();
    globals[slot] = work;
    try {
      const call = new Script("globalThis[Symbol.for('claimdeck.deadline')]()");
      return call.runInThisContext({ timeout: Math.max(1, Math.ceil(this.#leftMs)) }) as T;
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : null;
      if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        throw unusable(`${what} takes too long, so the work was stopped.`);
      }
      if (cause instanceof RangeError) throw unusable(`${what} is nested too deeply to be read.`);
      throw cause;
    } finally {
      globals[slot] = undefined;
      this.#leftMs -= performance.now() - began;
    }
  }
}
