import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { formatFlags, type Flags } from '../services/flags.ts';
import { plainEnvironment } from './environment.ts';

export interface LaunchOptions {
  readonly root: string;
  readonly flags: Flags;
  readonly env: NodeJS.ProcessEnv;
}

/** Where a secret key goes to a program that is started: a pipe, as an environment is read by its children. */
const secretFd = 3;

/**
 * Starts the desktop window. Chromium hands its environment to processes of its own, so a secret key of ours
 * goes through a pipe instead (on Windows, which has none to hand over, it stays where it was).
 */
export function startElectron(binary: string, { root, flags, env }: LaunchOptions): ChildProcess {
  const key = env['CLERK_SECRET_KEY'];
  const piped = key !== undefined && key !== '' && process.platform !== 'win32';
  const child = spawn(binary, ['.', ...formatFlags(flags)], {
    cwd: root,
    env: piped ? { ...plainEnvironment(env), CLERK_SECRET_KEY_FD: String(secretFd) } : env,
    stdio: ['inherit', 'inherit', 'inherit', ...(piped ? ['pipe' as const] : [])],
  });
  const pipe = child.stdio[secretFd];
  if (piped && pipe instanceof Object && 'end' in pipe) {
    pipe.on('error', () => undefined);
    pipe.end(key);
  }
  return child;
}

/** The web host in a process of its own, as development restarts it. Its launch token stays the same. */
export function startWebHost(
  { root, flags, env }: LaunchOptions,
  launchToken: string,
): ChildProcess {
  const child = spawn(process.execPath, [join(root, 'out/main/web.js'), ...formatFlags(flags)], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.send({ launchToken });
  return child;
}

/** Resolves with the exit code; Ctrl-C and its kin are passed on, and the child's end is waited for. */
export function followToItsEnd(child: ChildProcess): Promise<number> {
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve) => {
    const done = (code: number | null): void => {
      for (const signal of signals) process.off(signal, pass);
      resolve(code ?? 0);
    };
    child.once('error', () => done(1));
    child.once('exit', done);
  });
}
