import type { ClerkClient } from '@clerk/backend';

/** How the calls of every noun reach Clerk: with a deadline, and tried again as far as that is safe. */
export interface Calls {
  /** For calls that only read. */
  readonly call: <T>(work: (client: ClerkClient) => Promise<T>) => Promise<T>;
  /** For calls that change something. */
  readonly change: <T>(work: (client: ClerkClient) => Promise<T>) => Promise<T>;
}

/** The Backend API's own limit. */
export const MOST_PER_PAGE = 500;

/** What is set, without what is not: `undefined` is no value for the SDK's types. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
