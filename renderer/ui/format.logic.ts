/** Numbers, sizes and times in the words of the screen. Pure: the moment is passed in. */
const counts = new Intl.NumberFormat('en-US');

/** `1312` → `1,312`. */
export const formatCount = (count: number): string => counts.format(count);

/** `1312` → `1,312 B`. */
export const formatBytes = (sizeBytes: number): string => `${formatCount(sizeBytes)} B`;

/** Shortens an id in the middle: `user_2abc…9xyz`. The prefix and the last four stay whole. */
export function shortenId(id: string, keep = 14): string {
  if (id.length <= keep + 3) return id;
  return `${id.slice(0, keep - 4)}…${id.slice(-4)}`;
}

const units: readonly (readonly [name: string, sec: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A duration in words: `42 s`, `4 minutes`, `3 hours`. Below a minute and a half, seconds. */
export function formatDuration(durationSec: number): string {
  const sec = Math.max(0, Math.round(durationSec));
  if (sec < 90) return `${sec} s`;
  const [name, size] = units.find(([, size]) => sec >= size) ?? (['minute', 60] as const);
  const count = Math.round(sec / size);
  return `${formatCount(count)} ${name}${count === 1 ? '' : 's'}`;
}

/** A moment relative to another: `in 42 s`, `4 minutes ago`, `now`. */
export function formatRelative(atMs: number, nowMs: number): string {
  const diffSec = Math.round((atMs - nowMs) / 1000);
  if (Math.abs(diffSec) < 2) return 'now';
  return diffSec > 0 ? `in ${formatDuration(diffSec)}` : `${formatDuration(-diffSec)} ago`;
}

/** A moment exactly, in local time and in UTC, for the hover. */
export function formatExact(atMs: number, timeZone?: string): { local: string; utc: string } {
  const at = new Date(atMs);
  const local = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
  return { local, utc: `${at.toISOString().replace('T', ' ').slice(0, 19)} UTC` };
}
