import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { optionsVariable, type StandInOptions } from './standInOptions.ts';

const root = resolve(import.meta.dirname, '../..');

/** A copy of the sources that development can build, watch and change, away from the bundles other tests run. */
export interface DevProject {
  readonly dir: string;
  /** Starts development there: Vite's server and a host. */
  start(host: 'electron' | 'web'): DevRun;
  /** Replaces a text in a source, as an editor does. */
  edit(path: string, from: string, to: string): void;
  dispose(): void;
}

export interface DevRun {
  output(): string;
  /** The first match in what was printed, once it is there. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Where Playwright attaches to the window that was opened last; Electron's host only. */
  endpoint(): Promise<string>;
  stop(): Promise<void>;
}

const sources = new Set(['main', 'preload', 'renderer', 'shared']);

const config = `import { defineConfig, mergeConfig } from 'vite';
import base from './base.config.ts';
export default { ...base, renderer: mergeConfig(base.renderer, {
  cacheDir: import.meta.dirname + '/vite-cache', server: { fs: { allow: ['/'] } } }) };
`;

export function prepareDevProject(): DevProject {
  const dir = mkdtempSync(join(tmpdir(), 'claimdeck-dev-'));
  const parts = readdirSync(root).filter(
    (name) => sources.has(name) || /^(?:package|tsconfig.*)\.json$/.test(name),
  );
  for (const part of parts) cpSync(join(root, part), join(dir, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  // Its packages lie outside of the copy, and what Vite makes of them stays inside.
  cpSync(join(root, 'electron.vite.config.ts'), join(dir, 'base.config.ts'));
  writeFileSync(join(dir, 'electron.vite.config.ts'), config);
  return {
    dir,
    start: (host) => start(dir, host),
    edit: (path, from, to) => {
      const file = join(dir, path);
      const before = readFileSync(file, 'utf8');
      if (!before.includes(from)) throw new Error(`${path} holds no '${from}'`);
      writeFileSync(`${file}.new`, before.replace(from, to));
      renameSync(`${file}.new`, file);
    },
    dispose: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The program that stands for Electron's binary. */
function electronBinary(dir: string): string {
  const binary = join(dir, 'electron-stand-in');
  const runner = join(import.meta.dirname, 'run.ts');
  writeFileSync(binary, `#!/bin/sh\nexec '${process.execPath}' '${runner}' "$@"\n`);
  chmodSync(binary, 0o755);
  return binary;
}

function start(dir: string, host: 'electron' | 'web'): DevRun {
  const home = join(dir, `home-${host}`);
  const profile = join(home, 'stand-in-profile');
  mkdirSync(home, { recursive: true });
  const standIn: StandInOptions = { appPath: dir, profile, debugPort: true };
  const choice =
    host === 'electron'
      ? { host, binary: electronBinary(dir) }
      : { host, reason: 'as the test asked' };
  const flags = { web: host === 'web', dev: true, open: false, reset: false };
  // Which host is chosen depends on display and user; what runs after that is what is looked at.
  const program = `
    const { runDev } = await import(${JSON.stringify(join(dir, 'main/start/dev.ts'))});
    process.exit(await runDev({ root: ${JSON.stringify(dir)}, env: process.env, say: (line) => console.log(line),
      flags: ${JSON.stringify({ ...flags, port: 0, sandboxPort: 0, backendPort: 0 })},
      choice: ${JSON.stringify(choice)} }));`;
  const { PATH = '', CHROME_PATH } = process.env;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: dir,
    env: {
      PATH,
      HOME: home,
      CLAIMDECK_HOME: join(home, 'data'),
      CI: 'true',
      ...(CHROME_PATH === undefined ? {} : { CHROME_PATH }),
      [optionsVariable]: JSON.stringify(standIn),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return follow(child, join(profile, 'DevToolsActivePort'));
}

function follow(child: ChildProcess, portFile: string): DevRun {
  let output = '';
  const note = (chunk: Buffer): void => void (output += chunk.toString('utf8'));
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  const exited = new Promise<void>((done) => child.once('close', () => done()));
  const gone = exited.then(() => true);
  const until = async <T>(find: () => T | null | undefined): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== null && found !== undefined) return found;
      if (await Promise.race([gone, wait(20, false)])) {
        throw new Error(`Development ended early:\n${output}`);
      }
    }
  };
  return {
    output: () => output,
    printed: (pattern) => until(() => pattern.exec(output)),
    endpoint: () =>
      until(() => {
        const [port, path] = existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n') : [];
        return path === undefined ? undefined : `ws://127.0.0.1:${port}${path.trim()}`;
      }),
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await exited;
      clearTimeout(late);
    },
  };
}
