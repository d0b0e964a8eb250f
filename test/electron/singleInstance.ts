import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from 'node:fs';
import { join } from 'node:path';

type Second = (argv: string[], cwd: string) => void;

/**
 * One process per user data folder: a lock file that names its process. A second process leaves its command line
 * in a folder beside it, synchronously, as it may exit the next moment; the first one watches that folder.
 */
export class SingleInstance {
  #file: string | undefined;
  #watcher: FSWatcher | undefined;

  request(userData: string, second: Second): boolean {
    if (this.#file !== undefined) return true;
    mkdirSync(userData, { recursive: true });
    const file = join(userData, 'stand-in.lock');
    const inbox = join(userData, 'stand-in.second');
    mkdirSync(inbox, { recursive: true });
    if (!take(file)) {
      const name = `${process.pid}-${Date.now()}`;
      writeFileSync(
        join(inbox, `${name}.part`),
        JSON.stringify({ argv: process.argv, cwd: process.cwd() }),
      );
      renameSync(join(inbox, `${name}.part`), join(inbox, `${name}.json`));
      return false;
    }
    this.#file = file;
    this.#watcher = watch(inbox, () => {
      for (const name of readdirSync(inbox).filter((entry) => entry.endsWith('.json'))) {
        const path = join(inbox, name);
        const { argv, cwd } = JSON.parse(readFileSync(path, 'utf8')) as {
          argv: string[];
          cwd: string;
        };
        rmSync(path);
        second(argv, cwd);
      }
    });
    return true;
  }

  release(): void {
    this.#watcher?.close();
    if (this.#file !== undefined) rmSync(this.#file, { force: true });
    this.#file = undefined;
  }
}

/** A lock whose process is gone (kill -9) is taken over. */
function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (isAlive(Number(readFileSync(file, 'utf8')))) return false;
    rmSync(file, { force: true });
    return take(file);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
