/**
 * Two minutes of everything at once against the backend and the sandbox, each in a process of its own: is memory flat?
 * Heap and external memory are read after the garbage was collected. Tokens live for seconds here, keys are rotated,
 * and there are thousands of addresses, idempotency keys and refused tokens, so that whatever keeps one too long
 * shows. Run: npm run bench -- soak. `SOAK_SECONDS` makes it longer.
 *
 * Fails when the backend's heap grows by more than 2 MB after the warm-up, its external memory by more than 2 MB, the
 * sandbox's heap by more than 2 MB beside what it keeps on purpose, when the metrics grow lines without end, or when
 * one answer is not what it may be.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  METRICS_TOKEN,
  type Memory,
  type Order,
  type SandboxAddress,
  type Start,
} from './soak/child.ts';
import { growthOf, type Sample } from './soak/growth.ts';
import { inviteAndRevoke } from './soak/invite.ts';
import { personOf } from './soak/person.ts';
import { createTraffic, type Cast } from './soak/traffic.ts';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 120);
/** Caches fill, code is compiled, the first tokens expire. */
const WARM_UP = Math.max(20, SECONDS / 3);
const SAMPLE_EVERY = 4;
const ROTATE_EVERY = 25;
const TOKEN_LIFETIME = 6;
const RENEW_AFTER_MS = 3_000;
const USERS = 8;
const MB = 1024 * 1024;
const MOST_GROWN = 2 * MB;
/** What the sandbox keeps of an invitation that was revoked, with its places in the indexes. */
const KEPT_PER_INVITATION = 3_000;
const MOST_SERIES = 1_500;

const folder = mkdtempSync(join(tmpdir(), 'claimdeck-soak-'));
const children: ChildProcess[] = [];

async function start<T>(what: Start): Promise<[ChildProcess, T]> {
  const child = fork(join(import.meta.dirname, 'soak', 'child.ts'), { execArgv: ['--expose-gc'] });
  children.push(child);
  await once(child, 'message');
  child.send(what);
  const [started] = (await once(child, 'message')) as [T];
  return [child, started];
}

async function order<T>(child: ChildProcess, what: Order): Promise<T> {
  child.send(what);
  const [answer] = (await once(child, 'message')) as [T];
  return answer;
}

async function organizationOf({ apiUrl, secretKey }: SandboxAddress): Promise<string> {
  const response = await fetch(`${apiUrl}/v1/organizations?query=Acme`, {
    headers: { authorization: `Bearer ${secretKey}` },
  });
  const { data } = (await response.json()) as { data: { id: string; name: string }[] };
  return data.find(({ name }) => name === 'Acme Robotics')?.id ?? '';
}

let failed = false;
function hold(what: string, found: number, most: number, unit: string): void {
  const held = found <= most;
  failed ||= !held;
  console.log(`${held ? 'ok  ' : 'MISS'} ${what}: ${found.toFixed(2)} ${unit} (at most ${most})`);
}

function report(name: string, samples: readonly Sample[]): void {
  for (const kind of ['heap', 'external', 'rss'] as const) {
    const { slope, grown, first, last } = growthOf(samples, kind);
    const mb = (bytes: number): string => (bytes / MB).toFixed(2);
    console.log(
      `     ${name} ${kind.padEnd(9)} ${mb(first)} → ${mb(last)} MB, grown by ${mb(grown)}, slope ${mb(slope)} MB per minute`,
    );
  }
}

async function soak(): Promise<void> {
  const [sandbox, address] = await start<SandboxAddress>({
    role: 'sandbox',
    folder: join(folder, 'sandbox'),
    tokenLifetimeSec: TOKEN_LIFETIME,
  });
  const [backend, { url }] = await start<{ url: string }>({
    role: 'backend',
    folder,
    sandbox: address,
  });
  const enter = (name: string) => {
    const found = address.people.find(({ email }) => email === `${name}@example.com`);
    if (found === undefined) throw new Error(`there is no ${name} in the seed`);
    return personOf(address, found, RENEW_AFTER_MS);
  };
  const cast: Cast = {
    url,
    organizationId: await organizationOf(address),
    admin: enter('ada'),
    member: enter('grace'),
  };
  const traffic = createTraffic(cast, USERS);

  const startedMs = performance.now();
  const elapsed = (): number => (performance.now() - startedMs) / 1000;
  let paused: Promise<void> = Promise.resolve();
  const user = async (): Promise<void> => {
    while (elapsed() < SECONDS) {
      await paused;
      await traffic.step();
    }
  };
  let invitations = 0;
  let invitationsAtWarm = 0;
  const inviter = async (): Promise<void> => {
    while (elapsed() < SECONDS) {
      await paused;
      if (await inviteAndRevoke(cast)) invitations += 1;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  const samples: { readonly sandbox: Sample[]; readonly backend: Sample[] } = {
    sandbox: [],
    backend: [],
  };
  let rotations = 0;
  /** Stops the users for a moment: what is in flight is no leak. */
  const keeper = async (): Promise<void> => {
    for (let next = WARM_UP; elapsed() < SECONDS; next += SAMPLE_EVERY) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, (next - elapsed()) * 1000)));
      if (elapsed() / ROTATE_EVERY > rotations + 1) {
        await order(sandbox, 'rotate');
        rotations += 1;
      }
      let go: () => void = () => undefined;
      paused = new Promise((resolve) => {
        go = resolve;
      });
      await new Promise((resolve) => setTimeout(resolve, 150));
      const atSec = elapsed();
      samples.backend.push({ atSec, ...(await order<Memory>(backend, 'memory')) });
      samples.sandbox.push({ atSec, ...(await order<Memory>(sandbox, 'memory')) });
      if (samples.backend.length === 1) invitationsAtWarm = invitations;
      go();
    }
  };
  await Promise.all([keeper(), inviter(), ...Array.from({ length: USERS }, user)]);
  traffic.end();

  const metrics = await (
    await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  ).text();
  const series = metrics.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  const cached = Number(/^claimdeck_verified_tokens (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN);

  console.log(
    `     ${traffic.requests.toLocaleString('en')} requests in ${SECONDS} s by ${USERS} users, ${rotations} key rotations, ${invitations} invitations`,
  );
  for (const [what, count] of [...traffic.counts].sort(([a], [b]) => a.localeCompare(b))) {
    console.log(`     ${what.padEnd(34)} ${count.toLocaleString('en')}`);
  }
  report('backend', samples.backend);
  report('sandbox', samples.sandbox);
  const grownMb = (of: readonly Sample[], what: 'heap' | 'external'): number =>
    growthOf(of, what).grown / MB;
  const most = MOST_GROWN / MB;
  hold('backend heap grown by', grownMb(samples.backend, 'heap'), most, 'MB');
  hold('backend external memory grown by', grownMb(samples.backend, 'external'), most, 'MB');
  const kept = ((invitations - invitationsAtWarm) * KEPT_PER_INVITATION) / MB;
  hold(
    'sandbox heap grown by, beside records',
    grownMb(samples.sandbox, 'heap') - kept,
    most,
    'MB',
  );
  hold('lines of metrics', series, MOST_SERIES, 'lines');
  hold('verified tokens held at the end', cached, 200, 'tokens');
  hold('unexpected answers', traffic.wrong.length, 0, 'answers');
  for (const answer of traffic.wrong.slice(0, 5)) console.log(`     ${answer}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

try {
  await soak();
} finally {
  await Promise.all(children.map(end));
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
