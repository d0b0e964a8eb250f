import { AppException } from '../../shared/errors/appError.ts';
import type { InvitationResults } from '../../shared/contract/http.ts';
import type { InvitationFields } from '../clerk/port.ts';
import type { RouteDeps } from './deps.ts';
import type { Tenant, Writer } from './store/store.ts';

interface Bulk {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly invitations: readonly Omit<InvitationFields, 'inviterUserId'>[];
  readonly writer: Writer;
}

/** A development instance takes 100 calls in 10 seconds; half of that is left to everybody else. */
const PAUSE_MS = 200;

/**
 * Invites one after another, since a bulk of Clerk's own is taken or refused as a whole. One that is refused does
 * not end the rest; once Clerk asks to slow down beyond what retries bridge, or is gone, nothing more is tried.
 */
export async function inviteMany(
  { clerk, store, pace }: RouteDeps,
  { orgId, tenant, invitations, writer }: Bulk,
): Promise<InvitationResults> {
  const data: InvitationResults['data'] = [];
  let ended: { code: string; message: string } | null = null;
  for (const [at, wanted] of invitations.entries()) {
    const { emailAddress } = wanted;
    if (ended !== null) {
      data.push({ emailAddress, invitation: null, error: ended });
      continue;
    }
    if (at > 0) await pace(PAUSE_MS);
    try {
      const made = await clerk.invite(orgId, { ...wanted, inviterUserId: writer.userId });
      await store.recordAudit(
        tenant,
        { action: 'invitation.create', target: made.id, before: null, after: made },
        writer,
      );
      data.push({ emailAddress, invitation: made, error: null });
    } catch (cause) {
      // A single one is answered as what it is, with its status.
      if (!(cause instanceof AppException) || invitations.length === 1) throw cause;
      const { code, message } = cause.error;
      data.push({ emailAddress, invitation: null, error: { code, message } });
      if (code !== 'clerk.invalid' && code !== 'clerk.not_found') ended = { code, message };
    }
  }
  const invited = data.filter(({ error }) => error === null).length;
  return { data, invited, failed: data.length - invited };
}
