import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import type { ScanLimit, ScanResult } from './evaluation.logic.ts';

export type { ScanSubject } from './evaluation.logic.ts';

/** What happens to a user over a wall, by the name of the wall. */
const fates: Readonly<Record<string, { readonly would: string; readonly alone: string }>> = {
  Cookie: { would: 'would lose their cookie', alone: 'would lose the cookie' },
  'Proxy header': {
    would: 'would send a header that common proxies refuse',
    alone: 'would send a header that common proxies refuse',
  },
};

/** Walls that something breaks at; the others are advice. */
const breaks = (name: string): boolean => Object.hasOwn(fates, name);

/** `bad` beyond a wall at which something breaks, `warn` beyond advice. */
export type Tone = 'bad' | 'warn';

export const wallTone = (name: string): Tone => (breaks(name) ? 'bad' : 'warn');

/** The tone of so many bytes; undefined where they are over nothing. */
export function toneOf(
  bytes: number,
  walls: readonly Pick<Wall, 'name' | 'bytes'>[],
): Tone | undefined {
  const over = walls.filter((wall) => bytes > wall.bytes);
  if (over.length === 0) return undefined;
  return over.some(({ name }) => breaks(name)) ? 'bad' : 'warn';
}

/** The limit to speak of: one that somebody breaks at, else the nearest that somebody is over; null when nobody is. */
export function tightest({ limits }: ScanResult): ScanLimit | null {
  const over = limits.filter(({ usersOver }) => usersOver > 0);
  return over.findLast(({ name }) => breaks(name)) ?? over[0] ?? null;
}

/**
 * *37 of 10,000 users would lose their cookie. Dropping `metadata` fixes all of them.* The wall at which something
 * breaks comes first; where nobody is over one, the advice. Names of claims stand in backticks.
 */
export function scanSentence(result: ScanResult, isPartial: boolean): string {
  const { users } = result;
  if (users === 0) return 'Nobody has been looked at yet.';
  const worst = tightest(result);
  const among = `${formatCount(users)} ${users === 1 ? 'user' : 'users'}${isPartial ? ' so far' : ''}`;
  if (worst === null) return noneSentence(result, among);
  return `${formatCount(worst.usersOver)} of ${among} ${fateOf(worst)}. ${helpSentence(worst)}`;
}

const limitText = ({ name, bytes }: Pick<ScanLimit, 'name' | 'bytes'>): string =>
  name === 'Budget'
    ? 'the 1.2 KB budget'
    : name === 'Advice for session tokens'
      ? `the ${formatCount(bytes)} bytes advised for session tokens`
      : `${formatCount(bytes)} bytes (${name.toLowerCase()})`;

function fateOf(limit: ScanLimit): string {
  const fate = fates[limit.name];
  if (fate !== undefined) return limit.usersOver === 1 ? fate.alone : fate.would;
  return `would be over ${limitText(limit)}`;
}

function noneSentence({ limits, max }: ScanResult, among: string): string {
  const [nearest] = limits;
  const than = nearest === undefined ? 'any limit' : limitText(nearest);
  return `None of ${among} would be over ${than}: the largest has ${formatCount(max)} bytes.`;
}

/** What brings everybody under a limit. */
export function helpSentence({ over, usersOver, fixes, together }: ScanLimit): string {
  const whom = usersOver === 1 ? 'that' : 'all of them';
  const [best] = fixes;
  if (best !== undefined && best.fixes === over) return `Dropping \`${best.claim}\` fixes ${whom}.`;
  if (together.length > 1) return `Dropping ${listOf(together)} together fixes ${whom}.`;
  return best !== undefined && best.fixes > 0
    ? `No claim alone fixes all of them; dropping \`${best.claim}\` helps most.`
    : 'No claim alone fixes any of them.';
}

const listOf = (names: readonly string[]): string => {
  const quoted = names.map((name) => `\`${name}\``);
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
};

/** The other limits in a line: *412 are over the 1.2 KB budget.* Null when there is nothing to add. */
export function otherLimits(result: ScanResult): string | null {
  const over = result.limits.filter(({ usersOver }) => usersOver > 0);
  const told = tightest(result);
  if (told === null) return null;
  const others = over.filter((limit) => limit !== told && limit.name !== 'Budget, read in binary');
  if (others.length > 0) {
    return others
      .map((limit) => `${formatCount(limit.usersOver)} would be over ${limitText(limit)}.`)
      .join(' ');
  }
  const wall = result.limits.find(({ name }) => breaks(name));
  if (wall === undefined || wall.usersOver > 0) return null;
  return wall.name === 'Cookie' ? 'Every cookie still fits.' : 'Every header still fits.';
}

/** Text with names in backticks, in parts: every second one is a name. */
export const codeParts = (text: string): readonly string[] => text.split('`');

/** How far a scan was at a moment. */
export interface Progress {
  readonly atMs: number;
  readonly done: number;
}

const paceWindowMs = 10_000;

/** The progress that still tells something about the pace, with the newest. */
export const recentProgress = (known: readonly Progress[], next: Progress): readonly Progress[] => [
  ...known.filter(({ atMs }) => atMs > next.atMs - paceWindowMs),
  next,
];

/** Users per second over the last seconds, and seconds left; null where nothing can be told yet. */
export function paceOf(
  progress: readonly Progress[],
  total: number | null,
): { readonly perSec: number; readonly leftSec: number | null } | null {
  const [first, last] = [progress[0], progress.at(-1)];
  if (first === undefined || last === undefined) return null;
  const [tookMs, done] = [last.atMs - first.atMs, last.done - first.done];
  if (tookMs <= 0 || done <= 0) return null;
  const perSec = (done / tookMs) * 1000;
  const left = total === null ? null : Math.max(0, total - last.done) / perSec;
  return { perSec, leftSec: left };
}
