import { z } from 'zod';
import type { Fault } from '../faults.ts';
import type { BapiRoutes } from './call.ts';

const where = {
  api: z.enum(['backend', 'frontend', 'keys', 'any']).optional(),
  route: z.string().min(1).max(200).optional(),
};
const count = z.int().min(0).max(1_000_000);

const NewFault = z.strictObject({
  ...where,
  kind: z.enum(['rate-limited', 'failing', 'gateway', 'dropped', 'lost', 'cut']).optional(),
  after: count.optional(),
  times: count.min(1).optional(),
  delay_ms: count.optional(),
  status: z.int().min(400).max(599).optional(),
  code: z.string().max(100).optional(),
  retry_after_sec: count.optional(),
});
const NewLimit = z.strictObject({ ...where, calls: count.min(1), per_sec: count.min(1) });
const Clock = z.strictObject({ skew_ms: z.int() });
const Expiry = z.strictObject({ user_id: z.string().optional() });

/** Paths below it are no resource of Clerk's, and suffer no fault themselves. */
export const troublesPath = '/sandbox/troubles';

/**
 * Lets whoever holds the secret key make the sandbox fail on purpose, to see what their app does then: faults and
 * limits until they are deleted, a wrong clock, sessions whose time is over, another signing key. Nothing of it but
 * the key and the sessions outlives the process.
 */
export function addTroubles(on: BapiRoutes): void {
  on('POST', `${troublesPath}/faults`, (call) => {
    const body = call.body(NewFault);
    const { api, route, kind, after, times, status, code } = body;
    const fault: { -readonly [K in keyof Fault]: Fault[K] } = {};
    if (api !== undefined) fault.api = api;
    if (route !== undefined) fault.route = route;
    if (kind !== undefined) fault.kind = kind;
    if (after !== undefined) fault.after = after;
    if (times !== undefined) fault.times = times;
    if (status !== undefined) fault.status = status;
    if (code !== undefined) fault.code = code;
    if (body.delay_ms !== undefined) fault.delayMs = body.delay_ms;
    if (body.retry_after_sec !== undefined) fault.retryAfterSec = body.retry_after_sec;
    call.core.faults.inject(fault);
    return undefined;
  });
  on('POST', `${troublesPath}/limits`, (call) => {
    const { api, route, calls, per_sec: perSec } = call.body(NewLimit);
    call.core.faults.limit({
      calls,
      perSec,
      ...(api === undefined ? {} : { api }),
      ...(route === undefined ? {} : { route }),
    });
    return undefined;
  });
  on('PUT', `${troublesPath}/clock`, (call) => {
    call.core.control.skewClock(call.body(Clock).skew_ms);
    return undefined;
  });
  on('POST', `${troublesPath}/expired_sessions`, (call) => {
    call.core.control.expireSessions(call.body(Expiry).user_id);
    return undefined;
  });
  on('POST', `${troublesPath}/rotated_keys`, (call) => {
    call.core.control.rotateKeys();
    return undefined;
  });
  on('DELETE', troublesPath, (call) => {
    call.core.faults.clear();
    call.core.control.skewClock(0);
    return undefined;
  });
}
