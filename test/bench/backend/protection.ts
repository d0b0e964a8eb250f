/**
 * What protection costs: requests per second of the server's own processor time, each server in a fresh process, so
 * that the load generator and other work on the machine count little. All servers run one after the other in each
 * round, figures are compared within a round, and the median of the rounds counts. The same app serves the open and
 * the protected route; `@clerk/fastify` gets the key without a network, as ours has it.
 *
 * Two goals name a multiple of `@clerk/fastify` that this machine may not have room for: an app that does nothing but
 * answer, or nothing but check a signature, is then itself below it. Such a goal becomes a share of that ceiling.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { median, type Goals } from './goals.ts';
import type { Ready, Variant } from './serve.ts';

const CONNECTIONS = 16;
const ROUNDS = 3;

interface Load {
  readonly variant: Variant;
  readonly name: string;
  readonly tokens: number;
  readonly requests: number;
  /** What every answer has to be. */
  readonly status: number;
}

const load = (
  variant: Variant,
  name: string,
  [tokens, requests]: readonly [number, number],
  status = 200,
): Load => ({ variant, name, tokens, requests, status });

const none = [0, 8_000] as const;
const few = [100, 8_000] as const;
const slow = [100, 1_500] as const;
/** As many tokens as requests: each is seen once. */
const once3000 = [3_000, 3_000] as const;
const loads = {
  bare: load('bare', 'Fastify alone', none),
  open: load('open', 'no auth', none),
  sent: load('open', 'no auth, token sent along', few),
  warm: load('warm', 'ours, warm token', few),
  floor: load('floor', 'no auth, the least of verifying', once3000),
  cold: load('cold', 'ours, first sight of a token', once3000),
  floorBad: load('floor-bad', 'no auth, the least of refusing', once3000, 401),
  bad: load('bad', 'ours, bad signature', once3000, 401),
  clerk: load('clerk', '@clerk/fastify', slow),
  clerkBad: load('clerk-bad', '@clerk/fastify, bad signature', [1_500, 1_500], 401),
};
type Rates = Record<keyof typeof loads, number>;

export async function protection(goals: Goals): Promise<void> {
  const rounds: Rates[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const rates: Partial<Rates> = {};
    for (const [name, each] of Object.entries(loads)) {
      rates[name as keyof Rates] = await measure(each);
    }
    rounds.push(rates as Rates);
  }
  for (const [name, each] of Object.entries(loads)) {
    const rate = median(rounds.map((rates) => rates[name as keyof Rates]));
    goals.show(each.name, rate, 'requests per CPU-second');
  }
  const ratio = (of: keyof Rates, to: keyof Rates): number =>
    median(rounds.map((rates) => rates[of] / rates[to]));

  goals.hold('warm / no auth', ratio('warm', 'open'), 0.8);
  /** Holds a multiple of Clerk's plugin, or a share of what the ceiling leaves of it. */
  const multiple = (
    what: string,
    [ours, ceiling, theirs]: readonly [keyof Rates, keyof Rates, keyof Rates],
    least: number,
    share: number,
  ): void => {
    const possible = ratio(ceiling, theirs);
    if (possible * share >= least) {
      goals.hold(`${what} / @clerk/fastify`, ratio(ours, theirs), least);
      return;
    }
    const found = ratio(ours, theirs);
    console.log(
      `     ${what} / @clerk/fastify: ${found.toFixed(2)}; "${loads[ceiling].name}" is ${possible.toFixed(2)} × of it, so ${least} is out of reach`,
    );
    goals.hold(`${what} / ${loads[ceiling].name}`, ratio(ours, ceiling), share);
  };
  multiple('warm', ['warm', 'sent', 'clerk'], 16, 0.95);
  // What the least leaves out: issuer, origin, organization, the rule of the route, the limits, remembering it all.
  multiple('first sight', ['cold', 'floor', 'clerk'], 4, 0.75);
  multiple('bad signature', ['bad', 'floorBad', 'clerkBad'], 3.5, 0.8);
  if (process.env['BENCH_FULL'] === '1') await manyTokens(goals);
}

/** Both in turn again: signing 50,000 tokens takes a while, and the machine may be another by then. */
async function manyTokens(goals: Goals): Promise<void> {
  const many = {
    ...loads.warm,
    name: 'ours, 50,000 live tokens',
    tokens: 50_000,
    requests: 50_001,
  };
  const ratios: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    const before = await measure(loads.open);
    const rate = await measure(many);
    goals.show(many.name, rate, 'requests per CPU-second');
    ratios.push(rate / ((before + (await measure(loads.open))) / 2));
  }
  goals.hold('50,000 live tokens / no auth', median(ratios), 0.65);
}

/** Requests per second of the server's processor time. */
async function measure(what: Load): Promise<number> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [what.variant, String(what.tokens)], {
    env: { ...process.env, CLERK_TELEMETRY_DISABLED: '1' },
  });
  const [ready] = (await once(child, 'message')) as [Ready];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const ask = (token: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      request({ port: ready.port, path: ready.path, agent, headers }, (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === what.status
            ? resolve()
            : reject(new Error(`${what.variant} answered ${response.statusCode}`)),
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
  const isSeenOnce = what.requests === what.tokens;
  const warmUp = isSeenOnce ? what.tokens / 3 : Math.max(what.requests, what.tokens);
  await send(warmUp, 0);
  const before = await usage();
  const measured = isSeenOnce ? what.requests - warmUp : what.requests;
  await send(measured, warmUp);
  const micros = (await usage()) - before;
  agent.destroy();
  child.kill('SIGKILL');
  await once(child, 'exit');
  return measured / (micros / 1e6);
}
