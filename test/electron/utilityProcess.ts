import { fork, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { ForkOptions } from 'electron';
import { CoveredEmitter, covered } from './covered.ts';

const children = new Set<ChildProcess>();
const preload = pathToFileURL(join(import.meta.dirname, 'parentPort.ts')).href;

class StandInUtility extends CoveredEmitter {
  readonly #child: ChildProcess;

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super('utilityProcess', ['spawn', 'message', 'exit']);
    if (options.stdio !== 'pipe') throw new Error('Only stdio: pipe is covered by the stand-in.');
    this.#child = fork(modulePath, args, {
      env: (options.env ?? process.env) as NodeJS.ProcessEnv,
      execArgv: ['--import', preload],
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.add(this.#child);
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('error', () => undefined);
    this.#child.on('close', (code) => {
      children.delete(this.#child);
      this.emit('exit', code ?? 0);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => undefined);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

// Utility processes do not outlive the app.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export const utilityProcess = covered<typeof Electron.utilityProcess>('utilityProcess', {
  fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}) =>
    covered<Electron.UtilityProcess>(
      'utilityProcess',
      new StandInUtility(modulePath, args, options),
    ),
});
