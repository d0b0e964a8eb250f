import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataDir, resolveDataDir } from '../../../main/services/dataFolder.ts';
import { sweepUnfinished } from '../../../main/services/dataFiles.ts';
import { writeAtomic } from '../../../main/services/files.ts';
import { logTo, openLogFile } from '../../../main/services/logFile.ts';
import { nextFreePort } from '../../../main/services/freePort.ts';
import { openSettings } from '../../../main/services/settings.ts';
import { fakeServer } from '../support/fakeServer.ts';
import { fillDisk } from '../support/fullDisk.ts';
import { tempFolder } from '../support/tempFolder.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the data folder', () => {
  it('is the platform’s, or the one asked for', () => {
    expect(resolveDataDir({ HOME: '/home/ada' }, 'linux')).toBe('/home/ada/.config/Claimdeck');
    expect(resolveDataDir({ XDG_CONFIG_HOME: '/x', HOME: '/h' }, 'linux')).toBe('/x/Claimdeck');
    expect(resolveDataDir({ HOME: '/Users/ada' }, 'darwin')).toBe(
      '/Users/ada/Library/Application Support/Claimdeck',
    );
    expect(resolveDataDir({ APPDATA: '/roaming' }, 'win32')).toBe('/roaming/Claimdeck');
    expect(resolveDataDir({ CLAIMDECK_HOME: '/data', HOME: '/h' }, 'linux')).toBe('/data');
  });

  it('belongs to its owner alone, also when it did not', async () => {
    const fresh = join(tempFolder(), 'a/b');
    await prepareDataDir(fresh);
    expect(modeOf(fresh)).toBe(0o700);
    const open = join(tempFolder(), 'open');
    mkdirSync(open);
    chmodSync(open, 0o755);
    await prepareDataDir(open);
    expect(modeOf(open)).toBe(0o700);
  });

  it('is refused in words when it cannot be one', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    await expect(prepareDataDir(join(file, 'inside'))).rejects.toMatchObject({
      error: { code: 'start.bad_configuration' },
    });
  });
});

describe('an atomic write', () => {
  it('replaces the file, privately, and leaves nothing else', async () => {
    const folder = tempFolder();
    const path = join(folder, 'x.json');
    await writeAtomic(path, 'one');
    await writeAtomic(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  it('leaves the old content when it fails', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'x.json/inside'), { recursive: true });
    await expect(writeAtomic(join(folder, 'x.json'), 'two')).rejects.toThrow(
      /EISDIR|ENOTEMPTY|EPERM/,
    );
    expect(readdirSync(folder)).toEqual(['x.json']);
  });
});

describe('what a killed process left behind', () => {
  const killed = ['.0123456789ab.partial', 'vault.0123456789ab.partial', 'lock.0123456789ab'];
  const kept = ['settings.json', 'vault', 'lock', 'mine.partial', 'lock.old', '0123456789ab'];

  it('is removed, unless it may still be written; nothing else is', async () => {
    const folder = tempFolder();
    for (const name of [...killed, ...kept]) writeFileSync(join(folder, name), 'x');
    await sweepUnfinished(folder, Date.now());
    expect(readdirSync(folder).sort()).toEqual([...killed, ...kept].sort());
    await sweepUnfinished(folder, Date.now() + 120_000);
    expect(readdirSync(folder).sort()).toEqual(kept.toSorted());
  });

  it('is no reason not to start', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, killed[0] ?? ''));
    await sweepUnfinished(folder, Date.now() + 120_000);
    await sweepUnfinished(join(folder, 'absent'), Date.now());
  });
});

describe('settings', () => {
  it('begin with the defaults, change one by one and are still there afterwards', async () => {
    const folder = tempFolder();
    const store = await openSettings(folder);
    expect(store.current()).toEqual({ colorScheme: 'auto' });
    await Promise.all([
      store.update({ colorScheme: 'light' }),
      store.update({ colorScheme: 'dark' }),
    ]);
    expect(store.current()).toEqual({ colorScheme: 'dark' });
    await store.update({});
    expect((await openSettings(folder)).current()).toEqual({ colorScheme: 'dark' });
    expect(modeOf(join(folder, 'settings.json'))).toBe(0o600);
  });

  it.each([
    '{"schemaVersion":1,',
    'null',
    '[]',
    '{"schemaVersion":1,"settings":{"colorScheme":3}}',
  ])('keep a file that nobody can read: %s', async (text) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'settings.json'), text);
    const store = await openSettings(folder);
    expect(store.current()).toEqual({ colorScheme: 'auto' });
    expect(store.notes).toHaveLength(1);
    const copy = readdirSync(folder).find((name) => name.includes('unreadable')) ?? '';
    expect(readFileSync(join(folder, copy), 'utf8')).toBe(text);
    expect(store.notes[0]).toContain(copy);
  });

  it('set a damaged file aside once, not with every start', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'settings.json'), '{');
    await openSettings(folder);
    expect((await openSettings(folder)).notes).toEqual([]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('stay as they are when the disk is full, and say so', async () => {
    const folder = tempFolder();
    const store = await openSettings(folder);
    await store.update({ colorScheme: 'light' });
    const disk = fillDisk();
    await expect(store.update({ colorScheme: 'dark' })).rejects.toMatchObject({
      error: { code: 'store.unavailable', remedy: 'Free some space, then try again.' },
    });
    expect(store.current()).toEqual({ colorScheme: 'light' });
    expect((await openSettings(folder)).current()).toEqual({ colorScheme: 'light' });
    expect(readdirSync(folder)).toEqual(['settings.json']);
    disk.repair();
    expect(await store.update({ colorScheme: 'dark' })).toEqual({ colorScheme: 'dark' });
  });

  it('say so when they cannot be read at all', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'settings.json'));
    await expect(openSettings(folder)).rejects.toMatchObject({
      error: { code: 'store.unavailable', remedy: 'Move that folder away.' },
    });
  });

  it('are refused when a newer version wrote them', async () => {
    const folder = tempFolder();
    const text = '{"schemaVersion":2,"settings":{"colorScheme":"sepia"}}';
    writeFileSync(join(folder, 'settings.json'), text);
    await expect(openSettings(folder)).rejects.toMatchObject({
      error: { code: 'store.newer_schema' },
    });
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe(text);
  });
});

describe('the log', () => {
  it('is private, and begins anew when it is full', () => {
    const folder = tempFolder();
    const file = openLogFile(folder, 'host', 200);
    const log = logTo(file);
    for (let line = 0; line < 5; line += 1) log('info', `line ${line} ${'x'.repeat(60)}`, { line });
    file.close();
    log('info', 'after the end');
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['host.1.log', 'host.log']);
    const text = readFileSync(join(folder, 'logs/host.log'), 'utf8');
    expect(JSON.parse(text.trim().split('\n').at(-1) ?? '')).toMatchObject({
      line: 4,
      level: 'info',
    });
    expect(modeOf(join(folder, 'logs/host.log'))).toBe(0o600);
  });

  it('is silent where it cannot be written', () => {
    const blocked = join(tempFolder(), 'file');
    writeFileSync(blocked, '');
    expect(() => openLogFile(blocked, 'host').write('x')).not.toThrow();
  });
});

it('takes the next free port when the wanted one is taken', async () => {
  const { url } = await fakeServer((_, response) => response.end());
  const taken = Number(new URL(url).port);
  const next = await nextFreePort(taken);
  expect(next).not.toBe(taken);
  expect(await nextFreePort(0)).toBe(0);
});
