import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleForPage } from '../support/bundleForPage.ts';
import { watchConduct } from './console.ts';
import type { RunningApp } from './host.ts';
import { webHost } from './webHost.ts';

const root = resolve(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'claimdeck-download-'));
let app: RunningApp;

beforeAll(async () => {
  app = await webHost.launch({ home });
  await app.page
    .getByRole('button', { name: /^Sign in as/ })
    .first()
    .waitFor();
  await app.page.evaluate(await bundleForPage(join(root, 'renderer/app/saveFile.ts'), 'saving'));
}, 180_000);
afterAll(async () => {
  await app.close();
  rmSync(home, { recursive: true, force: true });
});

const save = (suggestedName: string, text: string): Promise<string | null> =>
  app.page.evaluate(
    (file) =>
      (
        Reflect.get(window, 'saving') as { saveFile: (file: unknown) => Promise<string | null> }
      ).saveFile(file),
    { suggestedName, text, kind: 'json' },
  );

it('downloads a text whole under the page’s own policy, with a safe name', async () => {
  const conduct = watchConduct(app.page);
  for (const [suggested, name] of [
    ['checkout', 'checkout.json'],
    ['../../x', 'x.json'],
    ['CON', '_CON.json'],
  ] as const) {
    const text = JSON.stringify({ name: '東京', fill: 'x'.repeat(3_000_000) });
    const [download, answered] = await Promise.all([
      app.page.waitForEvent('download'),
      save(suggested, text),
    ]);
    expect(answered).toBe(name);
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync(await download.path(), 'utf8') === text).toBe(true);
  }
  expect(conduct.faults()).toEqual([]);
});

it('opens no dialog on the machine of the host', async () => {
  const answer = await app.page.evaluate(async () => {
    const response = await fetch('/host/call', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-claimdeck-session': sessionStorage.getItem('claimdeck.session') ?? '',
      },
      body: JSON.stringify({
        method: 'app.saveFile',
        input: { suggestedName: 'x', text: '', kind: 'json' },
      }),
    });
    return (await response.json()) as unknown;
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'boundary.unsupported' } });
});
