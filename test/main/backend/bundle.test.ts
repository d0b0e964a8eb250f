import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { makeFolder } from './support/backend.ts';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  startFakeClerk,
  type FakeClerk,
} from './support/fakeClerk.ts';
import { ada } from './support/people.ts';

const folder = makeFolder();
let child: ChildProcess | undefined;
let clerk: FakeClerk | undefined;
afterEach(async () => {
  child?.kill('SIGKILL');
  await clerk?.close();
  folder.remove();
});

it('out/main/backend.js serves from a folder that holds nothing else', async () => {
  clerk = await startFakeClerk();
  const program = join(folder.path, 'backend.js');
  copyFileSync(resolve('out/main/backend.js'), program);
  // Node takes a .js file with import statements for a module, no package.json beside it.
  child = spawn(process.execPath, [program, '--standalone'], {
    cwd: folder.path,
    env: {
      CLERK_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
      CLERK_SECRET_KEY: SECRET_KEY,
      CLERK_API_URL: clerk.apiUrl,
      DATABASE_URL: join(folder.path, 'alone.sqlite'),
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const { stdout } = child;
  if (stdout === null) throw new Error('the backend has no output');
  const [line] = (await Promise.race([once(stdout, 'data'), ended])) as [Buffer];
  const port = Number(/:(\d+)\n/.exec(line.toString())?.[1]);
  const at = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${at}/ready`)).json()).toEqual({ status: 'ready' });
  const headers = {
    authorization: `Bearer ${clerk.mint(ada)}`,
    'content-type': 'application/json',
  };
  const made = await fetch(`${at}/v1/items`, { method: 'POST', headers, body: '{"title":"One"}' });
  expect(made.status).toBe(201);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(readdirSync(folder.path)).not.toContain('node_modules');
});
