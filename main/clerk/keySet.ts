import { AppException, appError } from '../../shared/errors/appError.ts';
import type { SigningKey } from './port.ts';

export interface KeySetOptions {
  readonly load: () => Promise<readonly SigningKey[]>;
  readonly now?: () => number;
  /** A set older than this is not used any more. The SDK keeps its own for five minutes too. */
  readonly ttlMs?: number;
  /** From this age on the set is fetched again in the background, so that a short outage goes unnoticed. */
  readonly refreshAfterMs?: number;
  /** Shortest time between two fetches asked for by a token that no known key explains. */
  readonly askAgainAfterMs?: number;
}

/** A fetched set of keys. A new one is made only when the keys differ, so identity tells what changed. */
export interface Keys {
  readonly byId: ReadonlyMap<string, SigningKey>;
}

/**
 * The instance's public keys, as fetched from Clerk. Whatever was verified with one `Keys` holds only while
 * `current()` still answers that same object.
 */
export interface KeySet {
  /** The keys to use now, without waiting; null when they are too old or were never fetched. */
  current(): Keys | null;
  /** The keys to use now, fetched when needed. Throws `clerk.unreachable` and its kin. */
  fresh(): Promise<Keys>;
  /**
   * Asks again, because a token names a key that is not in the set, or is signed by another key of the same name:
   * the instance may have rotated its keys. Such tokens are free to make, so this asks only now and then.
   */
  again(): Promise<Keys>;
}

export function createKeySet(options: KeySetOptions): KeySet {
  const { load, now = Date.now } = options;
  const ttlMs = options.ttlMs ?? 5 * 60_000;
  const refreshAfterMs = options.refreshAfterMs ?? 4 * 60_000;
  const askAgainAfterMs = options.askAgainAfterMs ?? 10_000;
  let keys: Keys = { byId: new Map() };
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let askedAgainAtMs = Number.NEGATIVE_INFINITY;
  let fetching: Promise<Keys> | undefined;

  const fetchOnce = (): Promise<Keys> => {
    fetching ??= (async () => {
      try {
        // Counted from before the call: what arrives is at least that old.
        const startedAtMs = now();
        const loaded = await load();
        if (loaded.length === 0) throw noKeys();
        const byId = new Map(loaded.map((key) => [key.kid, key]));
        if (!sameKeys(keys.byId, byId)) keys = { byId };
        fetchedAtMs = startedAtMs;
        return keys;
      } finally {
        fetching = undefined;
      }
    })();
    return fetching;
  };

  const ageMs = (): number => {
    const age = now() - fetchedAtMs;
    // A clock set back would make the set look young for ever.
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  };

  const current = (): Keys | null => {
    const age = ageMs();
    if (age >= ttlMs) return null;
    if (age >= refreshAfterMs && fetching === undefined) fetchOnce().catch(() => undefined);
    return keys;
  };

  return {
    current,
    fresh: async () => current() ?? fetchOnce(),
    async again() {
      const since = now() - askedAgainAtMs;
      if (since >= 0 && since < askAgainAfterMs) return current() ?? fetchOnce();
      askedAgainAtMs = now();
      return fetchOnce();
    },
  };
}

const sameKeys = (
  left: ReadonlyMap<string, SigningKey>,
  right: ReadonlyMap<string, SigningKey>,
): boolean =>
  left.size === right.size &&
  [...left].every(([kid, key]) => {
    const other = right.get(kid);
    return other?.n === key.n && other.e === key.e;
  });

const noKeys = (): AppException =>
  new AppException(
    appError(
      'clerk.refused',
      'Clerk’s key set holds no key that session tokens can be checked with.',
      {
        remedy: 'Check that the secret key belongs to the instance of the publishable key.',
      },
    ),
  );
