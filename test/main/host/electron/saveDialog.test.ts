import { join } from 'node:path';
import type { SaveDialogOptions } from 'electron';
import { expect, it } from 'vitest';
import { createSaveDialog } from '../../../../main/host/electron/saveDialog.ts';

const file = { suggestedName: 'checkout.json', text: '{}', kind: 'json' } as const;

/** A dialog whose person answers from a list: a path, or null for *Cancel*. */
function desk(answers: (string | null)[], firstFolder: () => string = () => '/home/ada/Downloads') {
  const asked: SaveDialogOptions[] = [];
  const written: [string, string][] = [];
  const save = createSaveDialog({
    ask: async (options) => {
      asked.push(options);
      const path = answers.shift() ?? null;
      return { canceled: path === null, filePath: path ?? '' };
    },
    firstFolder,
    write: async (path, text) => void written.push([path, text]),
  });
  return { save, asked, written };
}

it('asks with a name, a folder and the kinds of file, and tells the name that was chosen', async () => {
  const { save, asked, written } = desk(['/tmp/mine.json']);
  expect(await save(file)).toEqual({ saved: true, name: 'mine.json' });
  expect(written).toEqual([['/tmp/mine.json', '{}']]);
  expect(asked).toEqual([
    {
      title: 'Save file',
      defaultPath: join('/home/ada/Downloads', 'checkout.json'),
      filters: [
        { name: 'JSON', extensions: ['json'] },
        { name: 'All files', extensions: ['*'] },
      ],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    },
  ]);
});

it('writes nothing when it was cancelled', async () => {
  const { save, written } = desk([null]);
  expect(await save(file)).toEqual({ saved: false, name: null });
  expect(written).toEqual([]);
});

it('opens where the last file went, but not where one was only thought of', async () => {
  const { save, asked } = desk(['/work/exports/a.json', null, null]);
  await save(file);
  await save(file);
  await save({ ...file, suggestedName: 'b.csv', kind: 'csv' });
  expect(asked.map(({ defaultPath }) => defaultPath)).toEqual([
    join('/home/ada/Downloads', 'checkout.json'),
    join('/work/exports', 'checkout.json'),
    join('/work/exports', 'b.csv'),
  ]);
});

it('leaves the folder to the system where it knows none', async () => {
  const { save, asked } = desk([null], () => {
    throw new Error('Failed to get path');
  });
  await save(file);
  expect(asked[0]?.defaultPath).toBe('checkout.json');
});
