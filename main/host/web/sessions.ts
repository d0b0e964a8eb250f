import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Tokens that open a page, and the secrets its calls carry. All are unguessable and end with the host. */
export interface Sessions {
  /** Goes into the printed link. Good while the host runs, from any tab. */
  readonly launchToken: string;
  /** For a link that passes through another program's arguments: good once, for a short time. */
  makeOneTimeToken(): string;
  /** A session secret in exchange for a launch token; undefined when it is none of ours. */
  exchange(launch: string): string | undefined;
  isSecret(text: string | null): boolean;
}

const oneTimeLifetimeMs = 60_000;

const makeToken = (): string => randomBytes(32).toString('base64url');

/** Compares in a time that tells nothing about where the difference is. */
function same(a: string, b: string, key: Buffer): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/**
 * Session secrets are derived from the launch token, so there is no list of them to keep: a host started again
 * with the same launch token (as in development) still knows its pages.
 */
export function createSessions(
  launchToken: string = makeToken(),
  nowMs: () => number = Date.now,
): Sessions {
  const key = randomBytes(32);
  const oneTime = new Map<string, number>();

  const proofOf = (id: string): string =>
    createHmac('sha256', launchToken).update(`session:${id}`).digest('base64url');

  const useOneTime = (token: string): boolean => {
    let found = false;
    for (const [kept, until] of oneTime) {
      if (until < nowMs()) oneTime.delete(kept);
      else if (same(kept, token, key)) {
        oneTime.delete(kept);
        found = true;
      }
    }
    return found;
  };

  return {
    launchToken,
    makeOneTimeToken() {
      const token = makeToken();
      oneTime.set(token, nowMs() + oneTimeLifetimeMs);
      return token;
    },
    exchange(launch) {
      if (!same(launch, launchToken, key) && !useOneTime(launch)) return undefined;
      const id = randomBytes(18).toString('base64url');
      return `${id}.${proofOf(id)}`;
    },
    isSecret(text) {
      const [id, proof, ...rest] = (text ?? '').split('.');
      if (id === undefined || proof === undefined || rest.length > 0) return false;
      return same(proof, proofOf(id), key);
    },
  };
}
