import type { Transaction } from 'kysely';
import type { KeyClaim, KnownKey } from './store.ts';
import type { Tables } from './tables.ts';

const KEPT_MS = 24 * 60 * 60_000;

/** Claims a key, or tells who has it. Two claims of one key at once: the primary key lets one of them in. */
export async function claimKey(
  trx: Transaction<Tables>,
  claim: KeyClaim,
  nowMs: number,
): Promise<KnownKey | null> {
  await trx
    .deleteFrom('idempotency_keys')
    .where('started_at_ms', '<', nowMs - KEPT_MS)
    .execute();
  const claimed = await trx
    .insertInto('idempotency_keys')
    .values({
      tenant: claim.tenant,
      user_id: claim.userId,
      key: claim.key,
      fingerprint: claim.fingerprint,
      started_at_ms: nowMs,
      answer: null,
    })
    .onConflict((oc) => oc.columns(['tenant', 'user_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (claimed !== undefined) return null;
  const known = await trx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'answer'])
    .where('tenant', '=', claim.tenant)
    .where('user_id', '=', claim.userId)
    .where('key', '=', claim.key)
    .executeTakeFirst();
  // Given back in this very moment: to the caller it is as if it were still running.
  return known ?? { fingerprint: claim.fingerprint, answer: null };
}

export async function keepAnswer(
  trx: Transaction<Tables>,
  claim: KeyClaim,
  answer: string,
): Promise<void> {
  await trx
    .updateTable('idempotency_keys')
    .set({ answer })
    .where('tenant', '=', claim.tenant)
    .where('user_id', '=', claim.userId)
    .where('key', '=', claim.key)
    .execute();
}

export async function releaseKey(trx: Transaction<Tables>, claim: KeyClaim): Promise<void> {
  await trx
    .deleteFrom('idempotency_keys')
    .where('tenant', '=', claim.tenant)
    .where('user_id', '=', claim.userId)
    .where('key', '=', claim.key)
    .where('answer', 'is', null)
    .execute();
}
