export interface Difference {
  /** Keys joined with dots; empty when the two differ as a whole. */
  readonly path: string;
  /** Compact JSON; null when the key is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Deeper objects are compared as one value: a row stays readable, and depth costs no stack. */
const deepest = 8;

/** Where two JSON values differ, key by key and in the order of the newer one. Lists count as one value. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  return compare(before ?? undefined, after ?? undefined, [], false);
}

function compare(
  before: unknown,
  after: unknown,
  path: readonly string[],
  inside: boolean,
): readonly Difference[] {
  const objects = [before, after].filter(isObject);
  const others = [before, after].filter((value) => value !== undefined && !isObject(value));
  // A whole that came or went is told by its keys, not as one long line.
  if (
    objects.length > 0 &&
    others.length === 0 &&
    path.length < deepest &&
    !(inside && isBare(objects))
  ) {
    const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
    const keys = new Set([...Object.keys(now), ...Object.keys(old)]);
    return [...keys].flatMap((key) => compare(old[key], now[key], [...path, key], true));
  }
  const [from, to] = [textOf(before), textOf(after)];
  return from === to ? [] : [{ path: path.join('.'), before: from, after: to }];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isBare = (objects: readonly Record<string, unknown>[]): boolean =>
  objects.every((each) => Object.keys(each).length === 0);

const textOf = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);

/** Names that hold a moment: ours end in `AtMs`, Clerk's in `_at`. */
const momentName = /(?:AtMs|_at)$/;
/** Earlier numbers are no milliseconds of our time (2001-09-09). */
const firstMomentMs = 1_000_000_000_000;

/** The moment that a value of this name tells, in milliseconds; null when it tells none. */
export function momentIn(path: string, json: string | null): number | null {
  if (json === null || !momentName.test(path) || !/^\d{13,15}$/.test(json)) return null;
  const atMs = Number(json);
  return atMs >= firstMomentMs ? atMs : null;
}
