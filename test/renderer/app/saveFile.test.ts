import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveFile } from '../../../renderer/app/saveFile.ts';
import { maxFileBytes } from '../../../shared/contract/app.ts';
import type { Bridge } from '../../../shared/contract/table.ts';
import { appError } from '../../../shared/errors/appError.ts';

const file = { suggestedName: 'Acme / EU', text: '{}', kind: 'json' } as const;

afterEach(() => vi.unstubAllGlobals());

describe('in the desktop window', () => {
  const host = (answer: unknown) => {
    const calls: unknown[] = [];
    const claimdeck = {
      call: async (...call: unknown[]) => {
        calls.push(call);
        return answer;
      },
      on: () => () => undefined,
    } as unknown as Bridge;
    vi.stubGlobal('window', { claimdeck });
    return calls;
  };

  it('the host asks, and its name for the file is the answer', async () => {
    const calls = host({ ok: true, value: { saved: true, name: 'mine.json' } });
    expect(await saveFile(file)).toBe('mine.json');
    expect(calls).toEqual([['app.saveFile', { ...file, suggestedName: 'Acme - EU.json' }]]);
  });

  it('a cancelled dialog is no failure', async () => {
    host({ ok: true, value: { saved: false, name: null } });
    expect(await saveFile(file)).toBeNull();
  });

  it('a failure is thrown with its remedy', async () => {
    host({ ok: false, error: appError('file.not_saved', 'The disk is full.') });
    await expect(saveFile(file)).rejects.toMatchObject({ error: { code: 'file.not_saved' } });
  });

  it('an answer outside the contract is a failure', async () => {
    host({ ok: true, value: { saved: 'yes' } });
    await expect(saveFile(file)).rejects.toMatchObject({ error: { code: 'internal.unexpected' } });
  });
});

describe('in a browser', () => {
  const clicked: { href: string; download: string }[] = [];
  const blobs: Blob[] = [];
  beforeEach(() => {
    clicked.length = 0;
    blobs.length = 0;
    vi.stubGlobal('window', {});
    vi.stubGlobal('document', {
      createElement: () => ({
        href: '',
        download: '',
        click(this: { href: string; download: string }) {
          clicked.push({ href: this.href, download: this.download });
        },
      }),
    });
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob);
      return 'blob:1';
    });
    vi.useFakeTimers();
    return () => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    };
  });

  it('a text is downloaded under a safe name, and its memory given back', async () => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
    expect(await saveFile({ suggestedName: 'places', text: 'a,b\n', kind: 'csv' })).toBe(
      'places.csv',
    );
    expect(clicked).toEqual([{ href: 'blob:1', download: 'places.csv' }]);
    expect(blobs[0]?.type).toBe('text/csv;charset=utf-8');
    expect(await blobs[0]?.text()).toBe('a,b\n');
    expect(revoke).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(revoke).toHaveBeenCalledWith('blob:1');
  });

  it('a text beyond the limit is refused, as in the desktop window', async () => {
    const text = 'é'.repeat(maxFileBytes / 2 + 1);
    await expect(saveFile({ ...file, text })).rejects.toMatchObject({
      error: { code: 'boundary.too_large' },
    });
    expect(clicked).toEqual([]);
  });
});
