import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What tells one process from a later one with the same number. Opaque: only compared. */
export function startMark(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return linuxMark(pid);
    if (process.platform === 'win32') return undefined;
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return started.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Ticks since boot at which it started (field 22 of proc(5) stat), with the boot they belong to. */
function linuxMark(pid: number): string | undefined {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ended = fields[0] === 'Z' || fields[0] === 'X';
  const ticks = fields[19];
  return ended || ticks === undefined ? undefined : `${boot}:${ticks}`;
}

/** Whether the process that left this mark still runs. An unknown mark counts as the same process. */
export function stillRuns(pid: number, mark: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: it is there, and somebody else's.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EPERM')) return false;
  }
  const now = startMark(pid);
  if (process.platform === 'linux' && now === undefined) return false;
  return mark === undefined || now === undefined || mark === now;
}
