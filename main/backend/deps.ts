import type { ClerkApi } from '../clerk/port.ts';
import type { Revocations } from '../clerk/revocations.ts';
import type { AccessIndex } from './access.ts';
import type { Store } from './store/store.ts';

/** What the routes work with. */
export interface RouteDeps {
  readonly store: Store;
  readonly clerk: ClerkApi;
  readonly access: AccessIndex;
  readonly revocations: Revocations;
  /** Pause between the invitations of a bulk, so that Clerk's limit is not reached; for tests. */
  readonly pace: (ms: number) => Promise<void>;
  readonly now: () => number;
}
