/**
 * A scan in the window, on the built web host with the sandbox behind it: how long, how fast, how much memory, and
 * the longest task of the UI thread. Needs a build: `npm run build && npm run bench -- scan`; `--users 2000` for less.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { CDPSession, Page } from 'playwright-core';
import { createSandbox } from '../../main/sandbox/createSandbox.ts';
import { consoleOf } from '../e2e/console.ts';
import { webHost } from '../e2e/webHost.ts';

const frameMs = 16;
const asked = process.argv.indexOf('--users');
const users = asked < 0 ? 10_000 : Number(process.argv[asked + 1]);

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds: on the clock, and on a processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Tasks of the page's own thread, in milliseconds. */
function uiTasks(trace: Buffer): { cpuMs: number; wallMs: number }[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const main = traceEvents.find(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  return traceEvents
    .filter(({ name, ph, tid, pid }) => {
      return name === 'RunTask' && ph === 'X' && tid === main?.tid && pid === main.pid;
    })
    .map(({ dur = 0, tdur = 0 }) => ({ cpuMs: tdur / 1000, wallMs: dur / 1000 }));
}

/** Resident memory of the host's children, by what they run. */
function memory(pid: number): string {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return [String(pid), ...children]
    .map((id) => {
      const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8');
      const name = /(\w+)\.js/.exec(command)?.[1] ?? 'process';
      return `${name} ${Math.round(Number(kilobytes) / 1024)} MB`;
    })
    .join(', ');
}

async function watch(page: Page): Promise<void> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser');
  const heap = async (session: CDPSession): Promise<number> =>
    (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
  const session = await page.context().newCDPSession(page);
  const before = await heap(session);
  const pages: number[] = [];
  page.on('requestfinished', (request) => {
    if (request.url().includes('scan=true')) pages.push(performance.now());
  });
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  const began = performance.now();
  await page.getByRole('button', { name: 'Who breaks?' }).click();
  await page.getByText(/^Done/).waitFor({ timeout: 300_000 });
  const tookSec = (performance.now() - began) / 1000;
  const tasks = uiTasks(await browser.stopTracing());
  const byCpu = tasks.map(({ cpuMs }) => cpuMs).toSorted((a, b) => b - a);
  const over = byCpu.filter((ms) => ms > frameMs).length;
  console.log(`  ${(await consoleOf(page).sentence().textContent()) ?? ''}`);
  console.log(
    `  ${tookSec.toFixed(1)} s in all, ${Math.round(users / tookSec)} users per second, ${pages.length} pages, ${(pages.length / tookSec).toFixed(1)} per second`,
  );
  console.log(
    `  Heap of the page ${before.toFixed(0)} MB before, ${(await heap(session)).toFixed(0)} MB after`,
  );
  console.log(
    `  ${tasks.length} tasks of the UI thread, the longest ${(byCpu[0] ?? 0).toFixed(1)} ms of a processor; over ${frameMs} ms: ${over}  goal 0`,
  );
  console.log(
    `  On the clock, with all that runs beside it: the longest ${Math.max(...tasks.map(({ wallMs }) => wallMs)).toFixed(1)} ms`,
  );
}

if (!existsSync(join(import.meta.dirname, '../../out/main/web.js'))) {
  console.log('There is no build to look at: npm run build first.');
} else {
  const home = mkdtempSync(join(tmpdir(), 'claimdeck-bench-'));
  const sandbox = await createSandbox({
    dataDir: join(home, 'sandbox'),
    seedUsers: users,
    log: pino({ level: 'silent' }),
  });
  await sandbox.close();
  const app = await webHost.launch({ home });
  try {
    const console_ = consoleOf(app.page);
    await console_.signInAs('Ada Byron');
    await console_.open('Templates');
    await app.page.getByRole('button', { name: 'Who breaks?' }).waitFor();
    await app.page.waitForLoadState('networkidle').catch(() => undefined);
    console.log(`A scan of ${users.toLocaleString('en-US')} users in the window`);
    await watch(app.page);
    console.log(`  Most memory: ${memory(app.pid)}`);
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
}
