/**
 * What the sandbox keeps. Field names are Clerk's own wire names, so that a record reads like the resource it
 * becomes; what a resource adds (names of roles, counts, picture addresses) is computed when it is answered.
 * Times are milliseconds since the epoch.
 */
export type Metadata = Readonly<Record<string, unknown>>;

export interface Stamped {
  readonly id: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** A code that was sent, or another proof that is under way. */
export interface VerificationRecord {
  readonly strategy: string;
  readonly status: 'unverified' | 'verified' | 'failed' | 'expired';
  readonly attempts: number;
  readonly expire_at: number | null;
  readonly code: string | null;
}
