import { fork } from 'node:child_process';
import type { ChildLink } from '../services/ports.ts';
import { childEnvironment } from './environment.ts';

export interface ForkOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the child prints, for its log. */
  readonly onOutput: (chunk: Uint8Array) => void;
}

/** Forks a Node program over `child_process`: the web host, the CLI and the tests. */
export function forkNode(file: string, { env, onOutput }: ForkOptions): ChildLink {
  const child = fork(file, [], {
    env: childEnvironment(env),
    // Neither the parent's debugger nor its loaders.
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.on('data', onOutput);
  child.stderr?.on('data', onOutput);
  return {
    pid: child.pid,
    send: (message) => {
      // A child that just ended is told by its exit; the error of the closed channel adds nothing.
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const once = (code: number | null, signal: string | null): void => {
        if (told) return;
        told = true;
        listener(code, signal);
      };
      child.on('exit', once);
      child.on('error', () => {
        if (child.pid === undefined) once(null, null);
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
