import type { ClerkApi } from '../clerk/port.ts';
import type { AccessIndex } from './access.ts';
import type { Store } from './store/store.ts';

/** What the routes work with. */
export interface RouteDeps {
  readonly store: Store;
  readonly clerk: ClerkApi;
  readonly access: AccessIndex;
  readonly now: () => number;
}
