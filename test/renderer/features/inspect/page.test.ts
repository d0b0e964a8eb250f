import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64url } from '../../../../shared/kernel/base64url.ts';
import { launchBrowser } from '../../../support/browser.ts';
import { fakeToken } from '../../fakeToken.ts';
import { servePreview, type PreviewServer } from '../../preview/servePreview.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  server = await servePreview();
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** A page whose thrown errors fail the test. */
async function open(
  path: string,
  look: { width?: number; height?: number; colorScheme?: 'light' | 'dark' } = {},
): Promise<Page> {
  const { width = 1280, height = 800, colorScheme = 'light' } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => expect.unreachable(error.message));
  await page.goto(server.url + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Paste anything' });

/** As a person pastes: one event, with the text on the clipboard. */
async function paste(page: Page, text: string): Promise<void> {
  await field(page).evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
  });
}

const isClipped = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    return (
      document.documentElement.scrollWidth > window.innerWidth ||
      (main !== null && main.scrollWidth > main.clientWidth)
    );
  });

const held = {
  fea: 'o:data',
  o: { id: 'org_acme', rol: 'admin', per: 'read,write', fpm: '3' },
  metadata: { bio: 'x'.repeat(300), plan: 'pro' },
};

describe('inspect', () => {
  it.each([[{}], [{ width: 900, height: 600, colorScheme: 'dark' as const }]])(
    'shows all of a token without a finding of axe, and nothing clipped: %j',
    async (look) => {
      const page = await open('/#/inspect', look);
      await paste(page, fakeToken(held));
      await page
        .getByRole('heading', { name: /^A version 2 session token from this instance/ })
        .waitFor();
      await page.getByRole('region', { name: 'Verification' }).getByText('Refused').waitFor();
      for (const region of [
        'Claims',
        'Compared',
        'Version 1 and version 2 readers',
        'Size',
        'Token',
      ])
        await page.getByRole('region', { name: region, exact: true }).waitFor();
      await page
        .getByRole('table', { name: 'Size advice' })
        .getByText(/metadata/)
        .first()
        .waitFor();
      expect(await field(page).inputValue()).toBe('');
      expect(await violations(page)).toEqual([]);
      expect(await isClipped(page)).toBe(false);
      await page.close();
    },
  );

  it('covers the signature until it is asked for', async () => {
    const page = await open('/#/inspect');
    const raw = `${fakeToken(held).slice(0, -20)}signaturesignature`;
    await paste(page, raw);
    await page.getByRole('button', { name: 'Reveal the signature' }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('signaturesignature');
    await page.getByRole('button', { name: 'Reveal the signature' }).click();
    expect(await page.locator('main').innerText()).toContain('signaturesignature');
    await page.close();
  });

  it('refuses a secret and wipes it, however it came', async () => {
    const secret = ['sk', 'live', 'canary0canary0canary0'].join('_');
    for (const put of [paste, (page: Page, text: string) => field(page).fill(text)]) {
      const page = await open('/#/inspect');
      await put(page, secret);
      await page.getByRole('alert').getByText('Refused, and wiped from the field.').waitFor();
      expect(await field(page).inputValue()).toBe('');
      await field(page).focus();
      await page.keyboard.press('Control+z');
      expect(await field(page).inputValue()).toBe('');
      expect(await page.content()).not.toContain('canary');
      await page.close();
    }
  });

  it('wipes a secret key from the field for keys as well', async () => {
    const page = await open('/#/inspect');
    await paste(page, fakeToken(held));
    await page.getByText('Verify with another key or stricter options').click();
    const key = page.getByRole('textbox', { name: 'Public key (PEM) or key set (JWKS)' });
    await key.fill('-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----');
    await page.getByText(/^That is a private key/).waitFor();
    expect(await key.inputValue()).toBe('');
    await page.close();
  });

  it('explains which cookie the SDK reads', async () => {
    const page = await open('/#/inspect');
    await paste(page, `Cookie: theme=dark; __session=${fakeToken(held)}; __client_uat=1`);
    const panel = page.getByRole('region', { name: 'Which cookie' });
    await panel
      .getByText('It is the only session cookie.')
      .or(panel.getByText(/__session/))
      .first()
      .waitFor();
    await page.getByText('Read from a Cookie header.').waitFor();
    await page.close();
  });

  it('goes back to what was looked at, and forgets it', async () => {
    const page = await open('/#/inspect');
    await paste(page, fakeToken(held));
    await page.getByRole('button', { name: /^Session token, version 2/ }).waitFor();
    await paste(page, fakeToken({ org_id: 'org_1', v: undefined }));
    await page.getByRole('heading', { name: /^A version 1 session token/ }).waitFor();
    await page.getByRole('link', { name: 'Session', exact: true }).click();
    await page.getByRole('button', { name: 'Refresh now' }).waitFor();
    await page.getByRole('link', { name: 'Inspect', exact: true }).click();
    await page.getByRole('button', { name: /^Session token, version 2/ }).click();
    await page.getByRole('heading', { name: /^A version 2 session token/ }).waitFor();
    await page.getByRole('button', { name: 'Forget all' }).click();
    await page.getByText('Nothing is inspected yet.').waitFor();
    await page.close();
  });

  it('edits a token as text', async () => {
    const page = await open('/#/inspect');
    const raw = fakeToken(held);
    await paste(page, raw);
    await page.getByRole('button', { name: 'Edit as text' }).click();
    expect(await field(page).inputValue()).toBe(raw);
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    await page.getByText('This is a token, but a broken one.').waitFor();
    await page.close();
  });

  it('says what went wrong when nobody can verify, and still shows the token', async () => {
    const page = await open('/?offline#/inspect');
    await page.getByRole('button', { name: 'Inspect the live token' }).click();
    await page.getByRole('region', { name: 'Verification' }).getByText('Fake.').waitFor();
    await page.getByRole('region', { name: 'Claims', exact: true }).waitFor();
    await page.close();
  });

  it('reads 8 MB in a worker: the page works no more than for any token', async () => {
    const page = await open('/#/inspect');
    const payload = `{"sub":"user_1","sid":"sess_1","v":2,${Array.from({ length: 60_000 }, (_, i) => `"claim${i}":"${'x'.repeat(80)}"`).join(',')}}`;
    const segment = (text: string): string => encodeBase64url(new TextEncoder().encode(text));
    const raw = `${segment('{"alg":"RS256","typ":"JWT"}')}.${segment(payload)}.${'A'.repeat(342)}`;
    expect(raw.length).toBeGreaterThan(7_500_000);
    // Time of this thread's processor, so that a busy machine makes it no longer.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const scriptMs = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
    };
    const drop = async (text: string, shown: RegExp): Promise<number> => {
      const made = await page.evaluateHandle((content) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], 'token.txt'));
        return dataTransfer;
      }, text);
      const before = await scriptMs();
      await field(page).dispatchEvent('drop', { dataTransfer: made });
      await page.getByText(shown).first().waitFor();
      await page.getByRole('region', { name: 'Claims', exact: true }).waitFor();
      return (await scriptMs()) - before;
    };
    const smallMs = await drop(fakeToken(held), /^Clerk's verifier|The signature does not fit/);
    const worker = page.waitForEvent('worker');
    const largeMs = await drop(raw, /^Shown in part: \d+ of 60003 claims/);
    expect((await worker).url()).toContain('inspect.worker');
    await page.getByText(/^Tokens over 256 KB are not verified/).waitFor();
    expect(largeMs).toBeLessThan(smallMs + 200);
    await page.close();
  });
});

describe('access', () => {
  it('answers as it is asked: trace, fixes, and where server and client differ', async () => {
    const page = await open('/?member#/access');
    await page.getByRole('button', { name: 'Ask org:data:read' }).click();
    await page
      .getByRole('heading', { name: 'Yes. Ada Byron has permission org:data:read.' })
      .waitFor();
    await page.getByRole('button', { name: 'Ask org:data:write' }).click();
    await page
      .getByRole('heading', { name: /^No\. org:data:write is not among the permissions/ })
      .waitFor();
    const trace = page.getByRole('table', { name: 'Trace' });
    expect(await trace.locator('[data-verdict]').allInnerTexts()).toEqual(['fail', 'skip', 'skip']);
    await page.getByRole('list', { name: 'Fixes' }).getByText('tried out: yes').first().waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('heading', { name: /^No: nothing is asked/ }).waitFor();
    await page.getByRole('combobox', { name: 'Plan' }).fill('o:pro');
    await page.getByRole('combobox', { name: 'Reverification' }).selectOption('strict');
    await page.getByRole('heading', { name: /^Yes\./ }).waitFor();
    expect(await trace.locator('[data-verdict]').allInnerTexts()).toEqual(['skip', 'pass', 'pass']);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});
