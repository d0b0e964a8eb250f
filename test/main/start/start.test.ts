import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseHost, type HostChoicePorts } from '../../../main/start/chooseHost.ts';
import { ensureBuilt } from '../../../main/start/build.ts';
import { downloadElectron, failedBefore, findElectron } from '../../../main/start/electron.ts';
import { followToItsEnd, startElectron } from '../../../main/start/launch.ts';
import { isStale } from '../../../main/start/stale.ts';
import { chooseInstance } from '../../../main/services/instance.ts';
import { parseFlags } from '../../../main/services/flags.ts';
import { tempFolder } from '../support/tempFolder.ts';

/** Writes a file at a moment, in seconds. */
function put(root: string, path: string, atSec: number, content = ''): void {
  const file = join(root, path);
  mkdirSync(resolve(file, '..'), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, atSec, atSec);
}

/** Sources of moment 100 and bundles of moment 200. */
function checkout(): string {
  const root = tempFolder();
  for (const path of ['main/index.ts', 'main/web.ts', 'main/a/b.ts', 'renderer/index.html']) {
    put(root, path, 100);
  }
  for (const path of ['main/index.js', 'main/web.js', 'renderer/index.html']) {
    put(root, join('out', path), 200);
  }
  for (const folder of ['main', 'main/a', 'renderer']) utimesSync(join(root, folder), 100, 100);
  return root;
}

describe('a build', () => {
  it('is needed when a bundle is missing or a source is newer, or gone', () => {
    const root = checkout();
    expect(isStale(root)).toBe(false);
    put(root, 'main/a/b.ts', 300);
    expect(isStale(root)).toBe(true);
    utimesSync(join(root, 'main/a/b.ts'), 100, 100);
    expect(isStale(root)).toBe(false);
    unlinkSync(join(root, 'main/a/b.ts'));
    expect(isStale(root)).toBe(true);
    utimesSync(join(root, 'main/a'), 100, 100);
    rmSync(join(root, 'out/main/web.js'));
    expect(isStale(root)).toBe(true);
  });

  const fakeTool = (root: string, body: string): void =>
    put(root, 'node_modules/electron-vite/bin/electron-vite.js', 100, body);
  const builds = "require('fs').appendFileSync('built', JSON.stringify(process.env) + '\\n');";

  it('runs once for two who need it, and knows no secret', async () => {
    const root = checkout();
    put(root, 'main/index.ts', 300);
    fakeTool(
      root,
      `${builds} for (const f of ['main/index.js', 'main/web.js', 'renderer/index.html'])
      require('fs').writeFileSync('out/' + f, '');`,
    );
    let told = 0;
    process.env['CLERK_SECRET_KEY'] = 'canary';
    const tookMs = await Promise.all(
      [1, 2].map(() => ensureBuilt({ root, onBuild: () => (told += 1) })),
    );
    delete process.env['CLERK_SECRET_KEY'];
    expect(tookMs.filter((ms) => ms !== undefined)).toHaveLength(1);
    expect(told).toBe(1);
    const text = readFileSync(join(root, 'built'), 'utf8');
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).not.toContain('canary');
    expect(await ensureBuilt({ root })).toBeUndefined();
  });

  it('that fails says what the tool said', async () => {
    const root = checkout();
    put(root, 'main/index.ts', 300);
    fakeTool(root, "console.error('unexpected token'); process.exit(1);");
    await expect(ensureBuilt({ root })).rejects.toMatchObject({
      error: { remedy: expect.stringContaining('unexpected token') as string },
    });
  });
});

/** node_modules with an Electron that was never downloaded. */
function withElectron(installer = 'process.exit(1)'): string {
  const root = tempFolder();
  put(root, 'node_modules/electron/package.json', 1, '{"version":"45.4.1"}');
  put(root, 'node_modules/electron/install.js', 1, installer);
  return root;
}
const unpack = `const fs = require('fs'); fs.mkdirSync(__dirname + '/dist');
  fs.writeFileSync(__dirname + '/dist/version', 'v45.4.1');
  fs.writeFileSync(__dirname + '/dist/electron', '');
  fs.writeFileSync(__dirname + '/path.txt', 'electron');`;

describe('the Electron runtime', () => {
  it('is found when it is whole and of the right version', async () => {
    const root = withElectron(unpack);
    expect(findElectron(root, {})).toBeUndefined();
    const sentences: string[] = [];
    const there = await downloadElectron({
      root,
      env: {},
      onProgress: (text) => sentences.push(text),
    });
    expect(there).toBe(true);
    expect(sentences[0]).toContain('at most 60 s');
    expect(findElectron(root, {})).toBe(join(root, 'node_modules/electron/dist/electron'));
    put(root, 'node_modules/electron/dist/version', 1, '44.0.0');
    expect(findElectron(root, {})).toBeUndefined();
    const own = tempFolder();
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: own })).toBeUndefined();
    writeFileSync(join(own, 'electron'), '');
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: own })).toBe(join(own, 'electron'));
    expect(findElectron(tempFolder(), {})).toBeUndefined();
  });

  it.each([
    ['fails', 'process.exit(1)', 60_000],
    ['hangs', 'setInterval(() => undefined, 1000)', 200],
  ])('whose download %s is not waited for again, for a week', async (_, installer, limitMs) => {
    const root = withElectron(installer);
    const nowMs = (): number => 1_000;
    expect(failedBefore(root, nowMs)).toBe(false);
    const options = { root, env: {}, limitMs, onProgress: () => undefined, nowMs };
    expect(await downloadElectron(options)).toBe(false);
    expect(failedBefore(root, nowMs)).toBe(true);
    expect(failedBefore(root, () => 8 * 24 * 60 * 60_000)).toBe(false);
    put(root, 'node_modules/electron/package.json', 1, '{"version":"46.0.0"}');
    expect(failedBefore(root, nowMs)).toBe(false);
  });
});

describe('the host', () => {
  const ports = (replace: Partial<HostChoicePorts>) => {
    const asked: string[] = [];
    const all: HostChoicePorts = {
      flags: { web: false },
      env: { DISPLAY: ':0' },
      platform: 'linux',
      isRoot: false,
      findElectron: () => undefined,
      failedBefore: () => false,
      download: () => {
        asked.push('download');
        return Promise.resolve(false);
      },
      ...replace,
    };
    return { all, asked };
  };
  const found = { findElectron: () => '/electron' };

  it.each([
    ['Electron where its runtime is there', found, '/electron', []],
    ['the web host when asked', { ...found, flags: { web: true } }, '--web', []],
    ['the web host without a display', { ...found, env: {} }, 'no display', []],
    ['the web host for root', { ...found, isRoot: true }, 'as root', []],
    ['Electron on another system', { ...found, env: {}, platform: 'darwin' }, '/electron', []],
    ['the web host when a download failed', {}, 'could not be fetched', ['download']],
    ['the web host when one failed before', { failedBefore: () => true }, 'lately', []],
  ] as const)('is %s', async (_, replace, expected, downloads) => {
    const { all, asked } = ports(replace);
    const choice = await chooseHost(all);
    expect(choice.host === 'electron' ? choice.binary : choice.reason).toContain(expected);
    expect(asked).toEqual(downloads);
  });
});

it.runIf(process.platform !== 'win32')(
  'the desktop window gets its flags, and the secret key through a pipe alone',
  async () => {
    const root = tempFolder();
    const binary = join(root, 'electron');
    writeFileSync(
      binary,
      `#!${process.execPath}
      const fs = require('fs');
      fs.writeFileSync('seen.json', JSON.stringify({
        args: process.argv.slice(2), env: process.env,
        key: fs.readFileSync(Number(process.env.CLERK_SECRET_KEY_FD), 'utf8') }));
      process.exit(4);`,
    );
    chmodSync(binary, 0o755);
    const flags = parseFlags(['--reset', '--sandbox-port=5001']);
    const env = { PATH: process.env['PATH'], CLERK_SECRET_KEY: 'sk_test_canary' };
    const code = await followToItsEnd(startElectron(binary, { root, flags, env }));
    expect(code).toBe(4);
    const seen = JSON.parse(readFileSync(join(root, 'seen.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(seen['args']).toEqual(['.', '--reset', '--sandbox-port=5001']);
    expect(JSON.stringify([seen['env'], seen['args']])).not.toContain('canary');
    expect(seen['key']).toBe('sk_test_canary');
  },
);

it('a key that cannot be handed over is told, with another way', () => {
  expect(() => chooseInstance({ env: { CLERK_SECRET_KEY_FD: '999' } })).toThrow(/handed/);
});
