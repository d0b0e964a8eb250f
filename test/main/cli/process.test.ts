import { spawn } from 'node:child_process';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builtEntry, isCliStale } from '../../../main/cli/stale.ts';
import { Bench, now } from './harness.ts';

const bench = new Bench();
afterAll(() => bench.close());

const entry = join(import.meta.dirname, '../../../main/cli/main.ts');
/** Prints how much memory and CPU the process took, once it ends. */
const meter = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    process.stderr.write('\\n@' + JSON.stringify({ megabytes: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
  });
`)}`;

interface Spawned {
  readonly code: number | null;
  readonly out: string;
  readonly notes: string;
  readonly megabytes: number;
  readonly cpuMs: number;
}

function spawnCli(argv: readonly string[], input: string | Buffer | null): Promise<Spawned> {
  const child = spawn(process.execPath, ['--import', meter, entry, ...argv], {
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // A command that refuses early closes its end.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const [notes = '', measured = '{}'] = err.split('\n@');
      resolve({
        code,
        out,
        notes,
        ...(JSON.parse(measured) as { megabytes: number; cpuMs: number }),
      });
    });
  });
}

describe('the process', () => {
  it('reads a token from a pipe and prints one document', async () => {
    const made = await spawnCli(
      ['inspect', '--jwks', bench.jwks, '--now', now, '--json'],
      bench.session(),
    );
    expect([made.code, made.notes]).toEqual([0, '']);
    expect(JSON.parse(made.out)).toMatchObject({
      kind: 'session-v2',
      verification: { valid: true },
    });
  });

  it('takes a closed stdin as no token', async () => {
    const policy = bench.file('policy.json', { rules: [], fallback: 'public' });
    const made = await spawnCli(['route', '--policy', policy, '--path', '/'], null);
    expect([made.code, made.notes]).toEqual([0, '']);
    expect(made.out).toMatch(/^Allowed\./);
    expect((await spawnCli(['inspect'], null)).code).toBe(2);
  });

  const part = (text: string): string => Buffer.from(text).toString('base64url');
  const token = (payload: string): string => `${part('{"alg":"RS256"}')}.${part(payload)}.c2ln`;
  const million = 1024 * 1024;
  const hostile: [what: string, input: () => string | Buffer][] = [
    ['an 8 MB claim', () => token(`{"sid":"s","x":"${'a'.repeat(6 * million)}"}`)],
    ['2,000,000 empty lists', () => token(`{"x":[${'[],'.repeat(2 * million)}1]}`)],
    ['a million brackets', () => token(`{"x":${'['.repeat(million)}${']'.repeat(million)}}`)],
    ['20 MB of nothing', () => 'a'.repeat(20 * million)],
    ['random bytes', () => Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256))],
    ['8 MB of dots', () => '.'.repeat(8 * million)],
  ];
  it.each(hostile)('survives %s', async (_what, input) => {
    const made = await spawnCli(['inspect', '--json'], input());
    expect([0, 2]).toContain(made.code);
    if (made.code === 2) expect(made.notes).toMatch(/^[^\n]+\n?$/);
    expect(made.notes).not.toMatch(/\n\s+at /);
    expect(made.megabytes).toBeLessThan(256);
    // CPU time: the wall clock says more about the machine's other work.
    expect(made.cpuMs).toBeLessThan(2500);
  });

  it('does not read an endless file', async () => {
    const template = bench.file('template.json', {});
    const made = await spawnCli(
      ['preview', '--template', template, '--context', '/dev/zero'],
      null,
    );
    expect([made.code, made.notes]).toEqual([
      2,
      'The context is larger than 4 MB, so it was not read.\n',
    ]);
  });

  it('stops quietly when its reader leaves', async () => {
    const big = bench.file('big.txt', token(`{"sid":"s","x":"${'a'.repeat(2 * million)}"}`));
    const child = spawn(process.execPath, [entry, 'inspect', '--json'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdin.on('error', () => undefined);
    createReadStream(big).pipe(child.stdin);
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).toEqual([0, '']);
  });
});

describe('the built command line', () => {
  it('is stale when it is missing or older than one of its sources', () => {
    const root = mkdtempSync(join(tmpdir(), 'claimdeck-stale-'));
    try {
      expect(isCliStale(root)).toBe(true);
      const put = (path: string, seconds: number): void => {
        mkdirSync(join(root, dirname(path)), { recursive: true });
        writeFileSync(join(root, path), '');
        utimesSync(join(root, path), seconds, seconds);
        for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
          utimesSync(join(root, folder), 1000, 1000);
        }
      };
      put(builtEntry, 2000);
      put('shared/domain/json.ts', 1500);
      put('renderer/main.tsx', 3000);
      expect(isCliStale(root)).toBe(false);
      put('main/cli/deep/file.ts', 2500);
      expect(isCliStale(root)).toBe(true);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
