/**
 * Script and layout that one keystroke costs in a template of 40 claims, in a real browser on the built page:
 * `node test/bench/keystroke.ts [--quick]`. CPU time of the page's main thread, as the browser counts it, so that a
 * busy machine counts for less; beside it the time until the preview has changed.
 */
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { servePreview } from '../renderer/preview/servePreview.ts';

const strokes = process.argv.includes('--quick') ? 30 : 150;
const goalMs = 16;

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

async function metrics(cdp: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics: all } = await cdp.send('Performance.getMetrics');
  return new Map(all.map(({ name, value }) => [name, value * 1000]));
}

/** Types one letter; resolves with the milliseconds until the preview tells of one byte more and was painted. */
async function stroke(page: Page): Promise<number> {
  // Armed before the key is sent: the two would race otherwise.
  await page.evaluate(() => {
    const heading = document.querySelector('h1');
    const size = (): number =>
      Number(/([\d,]+) bytes/.exec(heading?.textContent ?? '')?.[1]?.replaceAll(',', ''));
    const wanted = size() + 1;
    let pressedAt = 0;
    const pressed = (): void => {
      pressedAt = performance.now();
    };
    addEventListener('keydown', pressed, { once: true, capture: true });
    Object.assign(globalThis, {
      painted: new Promise<number>((done) => {
        const observer = new MutationObserver(() => {
          if (size() !== wanted) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressedAt), 0));
        });
        if (heading !== null) {
          observer.observe(heading, { subtree: true, childList: true, characterData: true });
        }
      }),
    });
  });
  await page.keyboard.press('x');
  return page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted);
}

const server = await servePreview();
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.url}/?forty#/templates`);
  await page.getByRole('button', { name: 'forty', exact: true }).click();
  await page.getByRole('textbox', { name: 'Claims of forty' }).click();
  await page.getByRole('heading', { name: /gives 40 claims/ }).waitFor();
  // Into the text of the third claim, so that every letter makes the token one byte longer.
  await page.locator('.cm-cd-string', { hasText: 'Hello' }).first().click();

  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const script: number[] = [];
  const task: number[] = [];
  const until: number[] = [];
  for (let at = -10; at < strokes; at += 1) {
    const before = await metrics(cdp);
    const paintedMs = await stroke(page);
    const after = await metrics(cdp);
    // The first ones warm up.
    if (at < 0) continue;
    const cost = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    script.push(cost('ScriptDuration'));
    task.push(cost('TaskDuration'));
    until.push(paintedMs);
  }
  console.log(`${strokes} keystrokes in a template of 40 claims, ms: median, p95, max`);
  const line = (name: string, values: readonly number[], goal = ''): void => {
    const figures = [0.5, 0.95, 1].map((share) => percentile(values, share).toFixed(1).padStart(7));
    console.log(`  ${name.padEnd(44)} ${figures.join(' ')}  ${goal}`);
  };
  line('script, CPU', script, `goal < ${goalMs}`);
  line('script, style, layout and paint, CPU', task);
  line('from the key to the painted preview, wall', until);
} finally {
  await browser.close();
  await server.close();
}
