import { z } from 'zod';
import { findingCodes, verificationReasons } from '../domain/token/verification.ts';

/** Longest token that is verified; no header or cookie carries a tenth of it. */
export const maxVerifiedChars = 256 * 1024;

/** Longest key, or key set, that is read. */
export const maxKeyChars = 64 * 1024;

const Names = z.array(z.string().min(1).max(500)).max(20);

/** A key that the person gives. Without one the key set of the connected instance is used. */
export const GivenKey = z.union([
  z.strictObject({ pem: z.string().min(1).max(maxKeyChars) }),
  /** The JSON of a key set, as text. */
  z.strictObject({ jwks: z.string().min(1).max(maxKeyChars) }),
]);

export const VerifyInput = z.strictObject({
  token: z.string().max(maxVerifiedChars),
  key: GivenKey.optional(),
  /** The SDK's own options, by its defaults when absent. */
  options: z
    .strictObject({
      authorizedParties: Names.optional(),
      audience: Names.optional(),
      /** The SDK's `issuer` option: a token of another issuer is refused. */
      issuer: Names.optional(),
      clockSkewMs: z.int().min(0).max(86_400_000).optional(),
    })
    .optional(),
});

const Outcome = z.strictObject({
  /** Clerk's own answer; null when there was no key to ask with. */
  valid: z.boolean().nullable(),
  reason: z.enum(verificationReasons).nullable(),
  message: z.string(),
  remedy: z.string().nullable(),
});

/** What Clerk's verifier says, by the clock of this machine, and what it does not check. */
export const VerifyOutput = Outcome.extend({
  findings: z.array(
    z.strictObject({ code: z.enum(findingCodes), message: z.string(), remedy: z.string() }),
  ),
  keySource: z.enum(['instance', 'pem', 'jwks']),
  /** Names of the keys in the set that was asked; empty for a PEM. */
  keyIds: z.array(z.string()),
  judgedAtMs: z.number(),
  /** Clock of this machine less that of the instance; null when it was not measured. */
  clock: z
    .strictObject({ aheadMs: z.number(), uncertaintyMs: z.number(), measuredAtMs: z.number() })
    .nullable(),
  /** The answer by the instance's clock, when it is another one. */
  byServerClock: Outcome.nullable(),
});

export type GivenKey = z.infer<typeof GivenKey>;
export type VerifyInput = z.infer<typeof VerifyInput>;
export type VerifyOutput = z.infer<typeof VerifyOutput>;
