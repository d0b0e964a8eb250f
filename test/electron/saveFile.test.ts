// Saving a file from the built bundles: the page's own function, the contract, the dialog, the disk.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { FileToSave } from '../../shared/contract/app.ts';
import { bundleForPage } from '../support/bundleForPage.ts';
import type { dialog as standInDialog } from './dialog.ts';
import { launchDesktop, type Desktop } from './launch.ts';

type Desk = Pick<typeof standInDialog, 'standInOpen' | 'standInAnswer'>;
type Ended = { readonly name: string | null } | { readonly code: string; readonly message: string };

const root = resolve(import.meta.dirname, '../..');
let home: string;
let folder: string;
let app: Desktop;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'claimdeck-save-'));
  folder = join(home, 'chosen');
  mkdirSync(folder);
  app = await launchDesktop({ home, args: ['--sandbox-port=0', '--backend-port=0'] });
  await app.page.evaluate(await bundleForPage(join(root, 'renderer/app/saveFile.ts'), 'saving'));
}, 180_000);
afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});
/** A test that failed leaves no dialog to the next. */
afterEach(async () => {
  while ((await openDialogs()).length > 0) await answer(null);
});

/** What the page's function came to. */
const save = (file: Partial<FileToSave>): Promise<Ended> =>
  app.page.evaluate(
    async (given): Promise<Ended> => {
      const { saveFile } = Reflect.get(window, 'saving') as {
        saveFile: (file: unknown) => Promise<string | null>;
      };
      try {
        return { name: await saveFile(given) };
      } catch (cause) {
        const { error } = cause as { error?: { code: string; message: string } };
        return error ?? { code: 'thrown', message: String(cause) };
      }
    },
    { suggestedName: 'checkout.json', text: '{"a":1}', kind: 'json', ...file },
  );
const openDialogs = (): Promise<ReturnType<Desk['standInOpen']>> =>
  app.executeMain(({ dialog }) => [...(dialog as unknown as Desk).standInOpen()]);
const answer = (path: string | null): Promise<void> =>
  app.executeMain(({ dialog }, given) => (dialog as unknown as Desk).standInAnswer(given), path);
/** Saves, and answers the dialog once it is there; tells what it offered. */
async function saveTo(path: string | null, file: Partial<FileToSave> = {}) {
  const saving = save(file);
  await expect.poll(openDialogs).toHaveLength(1);
  const [dialog] = await openDialogs();
  await answer(path);
  return { dialog, ended: await saving };
}

it('asks on the window, writes where the person said, and tells the page the name alone', async () => {
  const { dialog, ended } = await saveTo(join(folder, 'mine.json'));
  expect(await openDialogs()).toEqual([]);
  expect(ended).toEqual({ name: 'mine.json' });
  expect(readFileSync(join(folder, 'mine.json'), 'utf8')).toBe('{"a":1}');
  expect(dialog?.windowId).toBe(1);
  expect(dialog?.options).toMatchObject({
    defaultPath: join(home, 'Downloads/checkout.json'),
    filters: [{ extensions: ['json'] }, { extensions: ['*'] }],
  });
  expect(readdirSync(folder)).toEqual(['mine.json']);
});

it('writes nothing when the person cancels', async () => {
  const before = readdirSync(folder);
  const { ended } = await saveTo(null);
  expect(ended).toEqual({ name: null });
  expect(readdirSync(folder)).toEqual(before);
  expect(existsSync(join(home, 'Downloads'))).toBe(false);
});

it.each([
  ['../../x', 'x.json'],
  ['a\0b', 'ab.json'],
  ['CON', '_CON.json'],
  ['n'.repeat(300), `${'n'.repeat(128)}.json`],
])('offers a name that is safe, whatever a page suggests: %j', async (suggestedName, offered) => {
  const { dialog } = await saveTo(null, { suggestedName });
  expect(dialog?.options.defaultPath?.split('/').at(-1)).toBe(offered);
  // A page that goes around its own code meets the same check.
  const direct = app.page.evaluate(
    (name) =>
      (Reflect.get(window, 'claimdeck') as { call: (...call: unknown[]) => unknown }).call(
        'app.saveFile',
        { suggestedName: name, text: '', kind: 'json' },
      ),
    suggestedName,
  );
  await expect.poll(openDialogs).toHaveLength(1);
  const [open] = await openDialogs();
  expect(open?.options.defaultPath?.split('/').at(-1)).toBe(offered);
  await answer(null);
  expect(await direct).toEqual({ ok: true, value: { saved: false, name: null } });
});

it('opens one dialog, however often a page asks', async () => {
  const first = save({});
  await expect.poll(openDialogs).toHaveLength(1);
  expect(await Promise.all([save({}), save({})])).toMatchObject([
    { code: 'file.not_saved' },
    { code: 'file.not_saved' },
  ]);
  expect(await openDialogs()).toHaveLength(1);
  await answer(null);
  expect(await first).toEqual({ name: null });
});

it('says so when the folder is gone', async () => {
  const { ended } = await saveTo(join(folder, 'gone/x.json'));
  expect(ended).toMatchObject({
    code: 'file.not_saved',
    message: 'x.json was not saved: the folder is gone.',
    remedy: 'Choose another folder.',
  });
});

it('says so when the folder may not be written to', async () => {
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o555);
  // Nothing is forbidden to root.
  const asRoot = process.getuid?.() === 0;
  if (asRoot) await app.executeMain(() => process.seteuid?.(65_534));
  try {
    chmodSync(home, 0o755);
    const { ended } = await saveTo(join(locked, 'x.json'));
    expect(ended).toMatchObject({
      code: 'file.not_saved',
      message: 'x.json was not saved: the folder or the file may not be changed.',
    });
  } finally {
    if (asRoot) await app.executeMain(() => process.seteuid?.(0));
  }
  expect(readdirSync(locked)).toEqual([]);
});

it('keeps the old file, and leaves no half of the new one, when the disk is full', async () => {
  const path = join(folder, 'kept.json');
  writeFileSync(path, 'old');
  await app.executeMain(() => {
    const { promises } = process.getBuiltinModule('node:fs');
    const { open } = promises;
    promises.open = async (...given) => {
      const file = await open(...given);
      const write = file.writeFile.bind(file);
      file.writeFile = async (content) => {
        await write((content as string).slice(0, 3));
        throw Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' });
      };
      return file;
    };
    Reflect.set(globalThis, 'repairDisk', () => {
      promises.open = open;
      process.getBuiltinModule('node:module').syncBuiltinESMExports();
    });
    process.getBuiltinModule('node:module').syncBuiltinESMExports();
  });
  const { ended } = await saveTo(path, { text: '{"new":"and longer"}' });
  expect(ended).toMatchObject({
    code: 'file.not_saved',
    message: 'kept.json was not saved: the disk is full.',
    remedy: 'Free some space, or save it on another disk.',
  });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);

  await app.executeMain(() => (Reflect.get(globalThis, 'repairDisk') as () => void)());
  expect((await saveTo(path, { text: 'new' })).ended).toEqual({ name: 'kept.json' });
  expect(readFileSync(path, 'utf8')).toBe('new');
});

it('lets a page download nothing past the dialog', async () => {
  const refused = app.executeMain(
    ({ session }) =>
      new Promise<boolean>((settled) => {
        session.defaultSession.once('will-download', (download) =>
          settled(download.defaultPrevented),
        );
      }),
  );
  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['x']));
    link.download = 'x.json';
    link.click();
  });
  expect(await refused).toBe(true);
});
