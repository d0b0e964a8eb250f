import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { SandboxCode } from '../../../shared/contract/app.ts';
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../../main/sandbox/createSandbox.ts';
import { listenNear } from '../../../main/sandbox/listen.ts';

export const password = 'claimdeck-demo';

export const scratch = (): string => mkdtempSync(join(tmpdir(), 'claimdeck-sandbox-'));

export const quiet = pino({ level: 'silent' });

export interface Running extends Sandbox {
  readonly dir: string;
  readonly codes: SandboxCode[];
  /** User id of a seeded person. */
  person(tag: 'ada' | 'grace' | 'alan' | 'margaret' | 'katherine'): string;
  /** Listens; the address is what SDKs are pointed at. */
  listen(port?: number): Promise<string>;
  /** Closes, and removes the folder unless it is kept for another start. */
  end(keep?: boolean): Promise<void>;
}

/** A sandbox on a folder of its own. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<Running> {
  const dir = options.dataDir ?? scratch();
  const codes: SandboxCode[] = [];
  const sandbox = await createSandbox({
    log: quiet,
    onCode: (code) => codes.push(code),
    ...options,
    dataDir: dir,
  });
  return {
    ...sandbox,
    dir,
    codes,
    person: (tag) => {
      const found = sandbox.people.find((one) => one.email === `${tag}@example.com`);
      if (found === undefined) throw new Error(`no ${tag} in the seed`);
      return found.userId;
    },
    listen: async (port = 0) => `http://127.0.0.1:${await listenNear(sandbox.app, port)}`,
    end: async (keep = false) => {
      await sandbox.close();
      if (!keep) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
