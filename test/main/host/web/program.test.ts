import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../support/tempFolder.ts';

const program = resolve(import.meta.dirname, '../../support/webProgram.ts');

function run(dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const child = spawn(
    process.execPath,
    [program, '--port=0', '--sandbox-port=0', '--backend-port=0', '--no-open', ...args],
    { env: { CLAIMDECK_HOME: dataDir, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let remarks = '';
  child.stderr.on('data', (chunk: Buffer) => (remarks += chunk.toString()));
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve(out.trim());
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, line, ended, remarks: () => remarks };
}

/** Processes whose parent is this one, read while it lives. */
const childrenOf = (pid: number | undefined): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the web host as a program', { timeout: 60_000 }, () => {
  it('says in one line what runs, and Ctrl-C ends every child', async () => {
    const dataDir = join(tempFolder(), 'data');
    const { child, line, ended, remarks } = run(dataDir);
    expect(await line).toMatch(
      /^Claimdeck [\d.]+: sandbox on 127\.0\.0\.1:\d+, backend on 127\.0\.0\.1:\d+\. Open http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]{43}$/,
    );
    expect(remarks()).toBe('');

    const second = run(dataDir);
    expect(await second.ended).toBe(1);
    expect(second.remarks()).toMatch(
      new RegExp(
        `^Claimdeck did not start\\. Claimdeck already runs on .*process ${child.pid}, since`,
      ),
    );

    // Twice at once, as a terminal and npm do.
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(readdirSync(dataDir)).not.toContain('lock');
  });

  it.runIf(process.platform === 'linux')('leaves no child behind when it is killed', async () => {
    const dataDir = join(tempFolder(), 'data');
    const first = run(dataDir);
    await first.line;
    const children = childrenOf(first.child.pid);
    expect(children).toHaveLength(2);
    first.child.kill('SIGKILL');
    await first.ended;
    await expect.poll(() => children.filter(isAlive), { timeout: 10_000 }).toEqual([]);

    // Its lock is no hindrance.
    const again = run(dataDir);
    expect(await again.line).toContain('Open http');
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it.each([
    [['--port=x'], {}, '--port takes a port number'],
    [['--nothing'], {}, "Unknown option '--nothing'"],
    [[], { CLERK_SECRET_KEY: `sk_test_${'canary'.repeat(4)}` }, 'CLERK_PUBLISHABLE_KEY is not'],
  ])('with %j and %j does not start, and says why', async (args, env, reason) => {
    const { ended, remarks } = run(join(tempFolder(), 'data'), args, env);
    expect(await ended).toBe(1);
    expect(remarks()).toContain(reason);
    expect(remarks()).not.toMatch(/canary|\n\s+at /);
  });
});
