import type { FastifyRequest } from 'fastify';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { principalOf } from './guard.ts';
import { organizationOf, writerOf } from './principal.ts';
import { INSTANCE, type AuditAction, type Store, type Tenant, type Writer } from './store/store.ts';

/** A change in Clerk that is about to be asked for. */
export interface IntendedWrite {
  readonly tenant: Tenant;
  readonly writer: Writer;
  readonly action: AuditAction;
  /** Id of what is changed; for something new, what names it until it has an id. */
  readonly target: string;
  readonly before: unknown;
  /** What is asked for, kept when nobody knows what became of it. Nothing secret. */
  readonly asked: unknown;
}

/** A change of what belongs to the whole instance. */
export const instanceWrite = (
  request: FastifyRequest,
  write: Omit<IntendedWrite, 'tenant' | 'writer'>,
): IntendedWrite => ({
  ...write,
  tenant: INSTANCE,
  writer: writerOf(principalOf(request), request.id),
});

/** A change inside the active organization. */
export const organizationWrite = (
  request: FastifyRequest,
  write: Omit<IntendedWrite, 'tenant' | 'writer'>,
): IntendedWrite => {
  const principal = principalOf(request);
  const { tenant } = organizationOf(principal);
  return { ...write, tenant, writer: writerOf(principal, request.id) };
};

interface Written {
  /** Id of what was made, when it had none before. */
  readonly target?: string;
  readonly after: unknown;
}

/**
 * Makes a change in Clerk and writes it into the audit log. A change that Clerk did not answer is written down too,
 * with `after: {outcome: 'unknown', asked}`, since it may have been made. Clerk's refusals leave no row. When the
 * log cannot be written it throws `store.unrecorded`: the change is made, and must not be repeated for that.
 */
export async function recordWrite<T>(
  store: Store,
  { asked, tenant, writer, ...write }: IntendedWrite,
  work: () => Promise<T>,
  describe: (done: T) => Written,
): Promise<T> {
  let done: T;
  try {
    done = await work();
  } catch (cause) {
    if (isUnknown(cause)) {
      await store.recordAudit(tenant, { ...write, after: { outcome: 'unknown', asked } }, writer);
    }
    throw cause;
  }
  try {
    await store.recordAudit(tenant, { ...write, ...describe(done) }, writer);
  } catch (cause) {
    throw new AppException(
      appError(
        'store.unrecorded',
        'The change was made in Clerk, but could not be written into the audit log.',
        { details: { action: write.action, target: write.target } },
      ),
      { cause },
    );
  }
  return done;
}

const isUnknown = (cause: unknown): boolean =>
  cause instanceof AppException && cause.error.code === 'clerk.outcome_unknown';
