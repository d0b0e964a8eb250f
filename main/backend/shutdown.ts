import type { BackendApp } from './server.ts';

/** Requests that take longer than this are cut off. */
const PATIENCE_MS = 10_000;

/**
 * Stops taking requests, waits for those in flight, then closes. A client that keeps its connection open after the
 * answer does not hold the end up: idle connections are closed as they become idle.
 */
export async function closeGently(app: BackendApp): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
  const patience = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(patience);
  }
}
