import { describe, expect, it } from 'vitest';
import { createFileSaver } from '../../../main/services/saveFile.ts';
import { maxFileBytes, type FileToSave, type SavedFile } from '../../../shared/contract/app.ts';

const file: FileToSave = { suggestedName: 'a', text: '{}', kind: 'json' };

describe('a file to save', () => {
  it('reaches the host under a safe name', async () => {
    const asked: FileToSave[] = [];
    const save = createFileSaver(async (given) => {
      asked.push(given);
      return { saved: true, name: given.suggestedName };
    });
    expect(await save({ ...file, suggestedName: '../../x' })).toEqual({
      saved: true,
      name: 'x.json',
    });
    await save({ ...file, suggestedName: 'NUL', kind: 'csv' });
    expect(asked.map(({ suggestedName }) => suggestedName)).toEqual(['x.json', '_NUL.csv']);
  });

  it('is one at a time, however often a page asks', async () => {
    const answers: ((saved: SavedFile) => void)[] = [];
    const save = createFileSaver(() => new Promise((answer) => answers.push(answer)));
    const first = save(file);
    const busy = { error: { code: 'file.not_saved', remedy: 'Answer that one first.' } };
    await expect(save(file)).rejects.toMatchObject(busy);
    await expect(save(file)).rejects.toMatchObject(busy);
    expect(answers).toHaveLength(1);
    answers[0]?.({ saved: false, name: null });
    expect(await first).toEqual({ saved: false, name: null });
    const second = save(file);
    answers[1]?.({ saved: true, name: 'a.json' });
    expect(await second).toMatchObject({ saved: true });
  });

  it('can be asked for again after a failure', async () => {
    let fails = true;
    const save = createFileSaver(async () => {
      if (fails) throw new Error('disk');
      return { saved: true, name: 'a.json' };
    });
    await expect(save(file)).rejects.toThrow('disk');
    fails = false;
    expect(await save(file)).toMatchObject({ saved: true });
  });

  it('has a limit, in bytes and not in letters', async () => {
    let asked = 0;
    const save = createFileSaver(async () => {
      asked += 1;
      return { saved: true, name: 'a.json' };
    });
    await save({ ...file, text: 'x'.repeat(maxFileBytes) });
    await expect(save({ ...file, text: `${'x'.repeat(maxFileBytes - 1)}é` })).rejects.toMatchObject(
      { error: { code: 'boundary.too_large' } },
    );
    expect(asked).toBe(1);
  });
});
