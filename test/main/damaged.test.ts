// Each file of the data folder, damaged in the ways disks and editors do it, and a host that starts on it.
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../main/services/ports.ts';
import { Bootstrap, type DemoPerson } from '../../shared/contract/app.ts';
import { realHost, startRealHost } from './support/realHost.ts';
import { tempFolder } from './support/tempFolder.ts';

let whole: string;
let backendFile: string;

const bootstrap = async (host: Host): Promise<Bootstrap> => {
  const answer = await host.call('app.bootstrap', {});
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return Bootstrap.parse(answer.value);
};

/** A data folder as a session leaves it. */
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'claimdeck-whole-'));
  await useOnce(whole);
  const [instance = ''] = readdirSync(join(whole, 'instances'));
  backendFile = join('instances', instance, 'backend.sqlite');
}, 180_000);
afterAll(() => rmSync(whole, { recursive: true, force: true }));

async function useOnce(dataDir: string): Promise<void> {
  const { host } = await startRealHost(dataDir);
  await host.ready;
  await host.call('settings.update', { colorScheme: 'dark' });
  const people = await host.call('sandbox.people', {});
  const [ada] = people.ok ? (people.value as DemoPerson[]) : [];
  const ticket = await host.call('sandbox.ticket', { userId: ada?.userId });
  await host.handle(
    new Request('http://x/fapi/v1/client/sign_ins?_is_native=1', {
      method: 'POST',
      body: new URLSearchParams({
        strategy: 'ticket',
        ...(ticket.ok ? (ticket.value as { ticket: string }) : {}),
      }),
    }),
  );
  await host.close();
}

function copyOfWhole(): string {
  const dir = join(tempFolder(), 'data');
  cpSync(whole, dir, { recursive: true });
  return dir;
}

const garbage = (path: string): void =>
  writeFileSync(path, 'no such thing, but long enough. '.repeat(200));
const half = (path: string): void => truncateSync(path, readFileSync(path).length / 2);
const zeros = (path: string): void => writeFileSync(path, Buffer.alloc(readFileSync(path).length));

describe.each([
  ['garbage', garbage],
  ['half of it', half],
  ['zeros', zeros],
])('%s in its place', { timeout: 90_000 }, (_, damage) => {
  it('settings.json and vault are set aside, and the start says so', async () => {
    const dir = copyOfWhole();
    const names = ['settings.json', 'vault'];
    for (const name of names) damage(join(dir, name));
    const damaged = names.map((name) => readFileSync(join(dir, name)));
    const { host } = await realHost(dir);
    expect((await host.ready).notes).toEqual([
      expect.stringMatching(
        /^settings\.json could not be read: it was kept as .*, and the defaults apply/,
      ),
      expect.stringMatching(
        /^The vault could not be read: it was kept as .*, and you sign in anew/,
      ),
    ]);
    const kept = names.map((name) =>
      readdirSync(dir).find((entry) => entry.startsWith(`${name}.unreadable`)),
    );
    expect(kept.map((name) => readFileSync(join(dir, name ?? '')))).toEqual(damaged);
    expect((await bootstrap(host)).settings.colorScheme).toBe('auto');
  });

  it('sandbox/state.sqlite is refused and kept, and --reset goes on without it', async () => {
    const dir = copyOfWhole();
    const file = join(dir, 'sandbox/state.sqlite');
    damage(file);
    const damaged = readFileSync(file);
    const { host } = await realHost(dir);
    const { notes } = await host.ready;
    expect(notes[0]).toMatch(/^The sandbox did not start\. .*damaged.* --reset/);
    expect(await host.call('app.bootstrap', {})).toMatchObject({
      ok: false,
      error: { code: 'sandbox.unreachable', remedy: expect.stringContaining('--reset') as unknown },
    });
    expect(readFileSync(file).equals(damaged)).toBe(true);
    await host.close();

    const reset = await realHost(dir, { reset: true });
    expect((await reset.host.ready).notes).toEqual([]);
    const kept = readdirSync(join(dir, 'sandbox')).filter((name) =>
      /^state-.*\.sqlite$/.test(name),
    );
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(dir, 'sandbox', kept[0] ?? '')).equals(damaged)).toBe(true);
  });

  it('backend.sqlite is refused and kept; the sandbox goes on, and a copy put back is taken', async () => {
    const dir = copyOfWhole();
    const file = join(dir, backendFile);
    damage(file);
    const damaged = readFileSync(file);
    const { host } = await realHost(dir);
    const { line, notes } = await host.ready;
    expect(line).toMatch(/sandbox on .*, backend not running/);
    expect(notes).toEqual([
      expect.stringMatching(/^The backend did not start\. .*damaged.*Move backend\.sqlite out/),
    ]);
    const { children } = await bootstrap(host);
    expect(children).toContainEqual(expect.objectContaining({ child: 'backend', state: 'failed' }));
    expect(readFileSync(file).equals(damaged)).toBe(true);

    cpSync(join(whole, backendFile), file);
    expect(await host.call('app.restartChild', { child: 'backend' })).toMatchObject({ ok: true });
  });
});
