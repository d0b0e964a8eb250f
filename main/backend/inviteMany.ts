import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';
import type { ErrorCode } from '../../shared/errors/codes.ts';
import type { InvitationResults } from '../../shared/contract/http.ts';
import type { ClerkInvitation, InvitationFields } from '../clerk/port.ts';
import type { RouteDeps } from './deps.ts';
import {
  assertAssignable,
  readOrganizationRoles,
  type OrganizationRoles,
} from './organizationRoles.ts';
import { recordWrite } from './recordWrite.ts';
import type { Tenant, Writer } from './store/store.ts';

interface Bulk {
  readonly orgId: string;
  readonly tenant: Tenant;
  readonly invitations: readonly Omit<InvitationFields, 'inviterUserId'>[];
  readonly writer: Writer;
  /** Throws when the writer may no longer do this. */
  readonly confirm: () => Promise<void>;
}

/** A development instance takes 100 calls in 10 seconds; half of that is left to everybody else. */
const PAUSE_MS = 200;
/** After so many, two seconds, the writer's own place is looked at again: a bulk takes up to half a minute. */
const CONFIRM_EVERY = 10;

/** Refusals of one invitation, which say nothing about the next. */
const ONE_ONLY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'clerk.invalid',
  'clerk.not_found',
  'boundary.bad_input',
  'organization.role_outside_set',
]);

/**
 * Invites one after another, since a bulk of Clerk's own is taken or refused as a whole. One that is refused does
 * not end the rest; once Clerk asks to slow down beyond what retries bridge or is gone, or the writer may no longer
 * invite, nothing more is tried.
 */
export async function inviteMany(
  deps: RouteDeps,
  { invitations, confirm, ...bulk }: Bulk,
): Promise<InvitationResults> {
  const roles = await readOrganizationRoles(deps.clerk, bulk.orgId);
  const data: InvitationResults['data'] = [];
  let ended: AppError | null = null;
  for (const [at, wanted] of invitations.entries()) {
    const { emailAddress } = wanted;
    if (ended !== null) {
      data.push({ emailAddress, invitation: null, error: toLine(notTried(ended)) });
      continue;
    }
    if (at > 0) await deps.pace(PAUSE_MS);
    try {
      if (at > 0 && at % CONFIRM_EVERY === 0) await confirm();
      const made = await inviteOne(deps, bulk, roles, wanted);
      data.push({ emailAddress, invitation: made, error: null });
    } catch (cause) {
      // A single one is answered as what it is, with its status.
      if (!(cause instanceof AppException) || invitations.length === 1) throw cause;
      data.push({ emailAddress, invitation: null, error: toLine(cause.error) });
      if (!ONE_ONLY.has(cause.error.code)) ended = cause.error;
    }
  }
  const invited = data.filter(({ error }) => error === null).length;
  return { data, invited, failed: data.length - invited };
}

function inviteOne(
  { clerk, store }: RouteDeps,
  { orgId, tenant, writer }: Omit<Bulk, 'invitations' | 'confirm'>,
  roles: OrganizationRoles,
  wanted: Omit<InvitationFields, 'inviterUserId'>,
): Promise<ClerkInvitation> {
  assertAssignable(roles, wanted.role);
  return recordWrite(
    store,
    {
      tenant,
      writer,
      action: 'invitation.create',
      target: wanted.emailAddress,
      before: null,
      asked: wanted,
    },
    () => clerk.invite(orgId, { ...wanted, inviterUserId: writer.userId }),
    (made) => ({ target: made.id, after: made }),
  );
}

/** The code stays that of the failure, so that whoever may try again later can be told. */
const notTried = ({ code, retryAfterMs }: AppError): AppError =>
  appError(
    code,
    'Not tried, since the one before it failed in a way that concerns all of them.',
    retryAfterMs === undefined
      ? { remedy: 'Mend what the one before it names, then invite the rest.' }
      : { retryAfterMs, remedy: 'Wait as long as Clerk asks, then invite the rest.' },
  );

const toLine = ({ code, message, remedy, retryAfterMs }: AppError) => ({
  code,
  message,
  ...(remedy === undefined ? {} : { remedy }),
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
