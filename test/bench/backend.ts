/**
 * What protection costs, and what durability costs. Requests are counted per second of the server's own processor
 * time, in fresh processes, so that the load generator and other work on the machine count little. The same app
 * serves the open and the protected route; `@clerk/fastify` gets the key without a network, as ours has it.
 * Run: npm run bench -- backend. `BENCH_FULL=1` adds 50,000 live tokens (a minute of signing).
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../main/backend/store/openSqlite.ts';
import { OrgSettings } from '../../shared/contract/http.ts';
import type { Ready, Variant } from './backend/serve.ts';

const CONNECTIONS = 16;
const RUNS = 3;

interface Load {
  readonly variant: Variant;
  readonly tokens: number;
  readonly requests: number;
  /** What every answer has to be. */
  readonly status: number;
}

const loads = {
  open: { variant: 'open', tokens: 1, requests: 12_000, status: 200 },
  warm: { variant: 'warm', tokens: 100, requests: 12_000, status: 200 },
  cold: { variant: 'cold', tokens: 3_000, requests: 3_000, status: 200 },
  bad: { variant: 'bad', tokens: 3_000, requests: 3_000, status: 401 },
  clerkWarm: { variant: 'clerk', tokens: 100, requests: 1_000, status: 200 },
  clerkBad: { variant: 'clerk-bad', tokens: 1_500, requests: 1_500, status: 401 },
} as const satisfies Record<string, Load>;

/** Requests per second of the server's processor time. */
async function measure(load: Load): Promise<number> {
  const child = fork(
    join(import.meta.dirname, 'backend', 'serve.ts'),
    [load.variant, String(load.tokens)],
    { env: { ...process.env, CLERK_TELEMETRY_DISABLED: '1' } },
  );
  const [ready] = (await once(child, 'message')) as [Ready];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const ask = (token: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      request({ port: ready.port, path: ready.path, agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === load.status
            ? resolve()
            : reject(new Error(`${load.variant} answered ${response.statusCode}`)),
        );
      })
        .on('error', reject)
        .end();
    });
  const send = async (count: number, from: number): Promise<void> => {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let at = next++; at < count; at = next++) {
        await ask(ready.tokens[(from + at) % ready.tokens.length] ?? '');
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  };
  const usage = async (): Promise<number> => {
    child.send('usage');
    const [micros] = (await once(child, 'message')) as [number];
    return micros;
  };
  // What is measured cold must not have been seen; the code itself is warmed up with tokens of its own.
  const isSeenOnce = load.requests === load.tokens;
  const warmUp = isSeenOnce ? load.tokens / 3 : Math.max(load.requests, load.tokens);
  await send(warmUp, 0);
  const before = await usage();
  const measured = isSeenOnce ? load.requests - warmUp : load.requests;
  await send(measured, warmUp);
  const micros = (await usage()) - before;
  agent.destroy();
  child.kill('SIGKILL');
  return measured / (micros / 1e6);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function medianOf(load: Load): Promise<number> {
  const rates: number[] = [];
  for (let run = 0; run < RUNS; run += 1) rates.push(await measure(load));
  return median(rates);
}

let failed = false;
function goal(what: string, found: number, least: number): void {
  const held = found >= least;
  failed ||= !held;
  console.log(`${held ? 'ok  ' : 'MISS'} ${what}: ${found.toFixed(2)} (goal ${least})`);
}
const show = (what: string, rate: number, unit: string): void =>
  console.log(`     ${what.padEnd(34)} ${Math.round(rate).toLocaleString('en')} ${unit}`);

async function protection(): Promise<void> {
  const unit = 'requests per CPU-second';
  const open = await medianOf(loads.open);
  show('no auth', open, unit);
  const warm = await medianOf(loads.warm);
  show('ours, warm token', warm, unit);
  const cold = await medianOf(loads.cold);
  show('ours, first sight of a token', cold, unit);
  const bad = await medianOf(loads.bad);
  show('ours, bad signature', bad, unit);
  const clerk = await medianOf(loads.clerkWarm);
  show('@clerk/fastify', clerk, unit);
  const clerkBad = await medianOf(loads.clerkBad);
  show('@clerk/fastify, bad signature', clerkBad, unit);
  goal('warm / no auth', warm / open, 0.8);
  goal('warm / @clerk/fastify', warm / clerk, 16);
  goal('first sight / @clerk/fastify', cold / clerk, 4);
  goal('bad signature / @clerk/fastify', bad / clerkBad, 3.5);
  if (process.env['BENCH_FULL'] === '1') {
    const many = await measure({ ...loads.warm, tokens: 50_000, requests: 50_001 });
    show('ours, 50,000 live tokens', many, unit);
    goal('50,000 live tokens / no auth', many / open, 0.65);
  }
}

/** Appends of one page, each on disk before the next begins. */
function syncRate(folder: string, count: number): number {
  const file = openSync(join(folder, 'plain'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const startedMs = performance.now();
  for (let at = 0; at < count; at += 1) {
    writeSync(file, page);
    fdatasyncSync(file);
  }
  return count / ((performance.now() - startedMs) / 1000);
}

async function durability(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'claimdeck-bench-'));
  try {
    const openedMs = performance.now();
    const first = await openSqliteStore({ file: join(folder, 'store.sqlite') });
    await first.close();
    const againMs = performance.now();
    const store = await openSqliteStore({ file: join(folder, 'store.sqlite') });
    const opens = performance.now() - againMs;
    console.log(`     store made in ${(againMs - openedMs).toFixed(1)} ms`);
    const writer = { userId: 'u', sessionId: 's', impersonatorId: null, requestId: 'r' };
    const settings = OrgSettings.parse({ displayName: 'Bench' });
    /** One durable upsert with its history and its audit row. */
    const upsert = async (tenant: `org:${string}`, version: number): Promise<void> => {
      const condition = version === 0 ? 'absent' : [version];
      const { outcome } = await store.saveSettings(tenant, settings, condition, writer);
      if (outcome !== 'saved') throw new Error('an upsert was lost');
    };
    const rate = async (writers: number, each: number, name: string): Promise<number> => {
      const startedMs = performance.now();
      await Promise.all(
        Array.from({ length: writers }, async (_, at) => {
          for (let version = 0; version < each; version += 1) {
            await upsert(`org:${name}_${at}`, version);
          }
        }),
      );
      return (writers * each) / ((performance.now() - startedMs) / 1000);
    };
    await rate(1, 100, 'warm-up');
    const ratios: [single: number, group: number, sync: number][] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const before = syncRate(folder, 200);
      const single = await rate(1, 200, `single${run}`);
      const group = await rate(32, 40, `group${run}`);
      ratios.push([single, group, (before + syncRate(folder, 200)) / 2]);
    }
    const [single, group, sync] = [0, 1, 2].map((at) => median(ratios.map((row) => row[at] ?? 0)));
    show('fdatasync of one page', sync ?? 0, 'per second');
    show('durable upserts, one writer', single ?? 0, 'per second');
    show('durable upserts, 32 writers', group ?? 0, 'per second');
    goal('one writer / fdatasync', median(ratios.map(([s, , f]) => s / f)), 0.75);
    goal('32 writers / one writer', median(ratios.map(([s, g]) => g / s)), 3);
    goal('10 ms / time to open', 10 / opens, 1);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await durability();
await protection();
process.exitCode = failed ? 1 : 0;
