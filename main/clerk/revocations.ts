/** Sessions known to be over although tokens of theirs may still be inside their times. */
export interface Revocations {
  revoke(sessionId: string): void;
  has(sessionId: string): boolean;
}

/** Keeps the newest `limit` ids; a session token lives for a minute, so an old id has done its work. */
export function createRevocations(limit = 100_000): Revocations {
  const ids = new Set<string>();
  return {
    revoke(sessionId) {
      ids.delete(sessionId);
      ids.add(sessionId);
      for (const oldest of ids) {
        if (ids.size <= limit) break;
        ids.delete(oldest);
      }
    },
    has: (sessionId) => ids.has(sessionId),
  };
}
