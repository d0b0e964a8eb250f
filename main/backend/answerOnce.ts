import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppException, appError } from '../../shared/errors/appError.ts';
import type { ErrorCode } from '../../shared/errors/codes.ts';
import { isWrite, type AccessIndex } from './access.ts';
import { principalOf } from './guard.ts';
import { tenantOf } from './principal.ts';
import type { BackendApp } from './server.ts';
import type { KeyClaim, Store } from './store/store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The idempotency key this request has claimed and not yet answered. */
    claim: KeyClaim | null;
  }
}

/** What is kept of an answer. */
interface Kept {
  readonly status: number;
  readonly etag: string | null;
  readonly body: string;
}

const KEY = /^[\x21-\x7e]{1,128}$/;

/**
 * Writes with an `Idempotency-Key` happen once: whoever sends the same request again within a day, with the same
 * key, gets the first answer, also from another copy of the backend. Only successes are kept; what was refused or
 * failed may be tried again. When the backend ended between the change and its answer, or Clerk's answer was lost,
 * nobody knows whether the change was made: the key then answers 409 and says so, rather than doing it twice.
 * To be registered after the guard: a key is claimed by a caller who may do what is asked.
 */
export function answerOnce(app: BackendApp, store: Store, access: AccessIndex): void {
  app.decorateRequest('claim', null);

  const claim = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new AppException(
        appError('boundary.bad_input', 'The Idempotency-Key is not 1 to 128 visible characters.', {
          remedy: 'Send a random UUID.',
        }),
      );
    }
    const principal = principalOf(request);
    const wanted: KeyClaim = {
      tenant: tenantOf(principal),
      userId: principal.userId,
      key,
      fingerprint: fingerprintOf(request),
    };
    const known = await store.claimKey(wanted);
    if (known === null) {
      request.claim = wanted;
      return undefined;
    }
    if (known.fingerprint !== wanted.fingerprint) {
      throw new AppException(
        appError('resource.key_reused', 'This idempotency key was used for another request.'),
      );
    }
    if (known.answer === null) {
      throw new AppException(
        appError('resource.in_progress', 'The first request with this key has no answer yet.'),
      );
    }
    const kept = JSON.parse(known.answer) as Kept;
    void reply.code(kept.status).header('idempotent-replayed', 'true');
    if (kept.etag !== null) void reply.header('etag', kept.etag);
    return kept.body === ''
      ? reply.send()
      : reply.type('application/json; charset=utf-8').send(kept.body);
  };

  const settle = async (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
  ): Promise<void> => {
    const { claim: claimed } = request;
    if (claimed === null) return;
    request.claim = null;
    try {
      if (mayHaveChanged(reply.statusCode, payload)) return;
      if (reply.statusCode >= 300) {
        await store.releaseKey(claimed);
        return;
      }
      const etag = reply.getHeader('etag');
      const kept: Kept = {
        status: reply.statusCode,
        etag: typeof etag === 'string' ? etag : null,
        body: typeof payload === 'string' ? payload : '',
      };
      await store.keepAnswer(claimed, JSON.stringify(kept));
    } catch (cause) {
      // The change itself is done: its answer goes out, and the key stays claimed.
      request.log.warn(
        { reqId: request.id, err: cause },
        'the answer of an idempotency key was not kept',
      );
    }
  };

  app.addHook('onRoute', (route) => {
    const entry = access.find([route.method].flat()[0] ?? '', route.url);
    if (entry === undefined || !isWrite(entry) || entry.rule.kind === 'public') return;
    route.preHandler = [...[route.preHandler ?? []].flat(), claim];
    route.onSend = [...[route.onSend ?? []].flat(), settle];
  });
}

/** Failures after which the change may be there, or is. */
const UNSETTLED: ReadonlySet<unknown> = new Set<ErrorCode>([
  'clerk.outcome_unknown',
  'store.unrecorded',
]);

/** Told from the problem document, since the error itself is gone when an answer is sent. */
const mayHaveChanged = (status: number, payload: unknown): boolean =>
  status >= 500 &&
  typeof payload === 'string' &&
  UNSETTLED.has((JSON.parse(payload) as { code?: unknown }).code);

/** What is asked, without what differs from try to try (the token, the time). */
const fingerprintOf = (request: FastifyRequest): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        request.method,
        request.url,
        request.headers['if-match'] ?? null,
        request.headers['if-none-match'] ?? null,
        request.body ?? null,
      ]),
    )
    .digest('base64url');
