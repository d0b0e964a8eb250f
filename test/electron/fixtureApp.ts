import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildPreload } from './buildPreload.ts';
import type { DesktopProcess, LaunchOptions } from './launch.ts';

export interface FixtureApp {
  /** Launch options for one start with the data folder of that name. */
  readonly options: (home: string) => LaunchOptions;
  readonly dispose: () => void;
}

/** The small app of `fixture/`, with the product's preload bundled for it. */
export async function prepareFixture(): Promise<FixtureApp> {
  const dir = mkdtempSync(join(tmpdir(), 'claimdeck-stand-in-'));
  await buildPreload(join(dir, 'out'));
  return {
    options: (home) => ({
      home: join(dir, home),
      appPath: join(import.meta.dirname, 'fixture'),
      env: { FIXTURE_OUT: join(dir, 'out') },
    }),
    dispose: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Waits until the app has printed a text. */
export async function printed(main: DesktopProcess, text: string): Promise<void> {
  const ended = main.exited.then(() => true);
  while (!main.output().includes(text)) {
    if (await Promise.race([ended, wait(10, false)])) {
      throw new Error(`The app ended before it printed '${text}':\n${main.output()}`);
    }
  }
}
