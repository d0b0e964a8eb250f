import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { verifyToken } from '@clerk/backend';
import { TokenVerificationError } from '@clerk/backend/errors';
import { verifyJwt } from '@clerk/backend/jwt';
import { clockFailure, clockSentence } from '../../shared/domain/token/clock.ts';
import { decodeToken, type DecodedToken } from '../../shared/domain/token/decode.ts';
import { disputedOrigin, strictFindings } from '../../shared/domain/token/strict.ts';
import { tokenCategories } from '../../shared/domain/token/tokenKind.ts';
import {
  finding,
  verificationReasons,
  verificationTexts,
  type Finding,
  type VerificationReason,
} from '../../shared/domain/token/verification.ts';

export interface InspectOptions {
  /** The JSON of a key set; the key is chosen by the token's `kid`. */
  readonly jwks?: unknown;
  /** A public key in PEM. As with the SDK, `kid` is not compared, and it wins over a key set. */
  readonly jwtKeyPem?: string;
  /** The moment to judge by, in milliseconds. */
  readonly nowMs: number;
  readonly authorizedParties?: readonly string[];
  readonly audience?: readonly string[];
  /** The SDK's own `issuer` option: a token of another issuer is refused. */
  readonly issuer?: readonly string[];
  /** The SDK's default of 5,000 applies when it is absent or not finite. */
  readonly clockSkewMs?: number;
  readonly headerTypes?: readonly string[];
  /** What `iss` should be; only warned about. */
  readonly expectedIssuer?: string;
}

export interface Verification {
  /** Clerk's own answer; null when there is no key to ask with. */
  readonly valid: boolean | null;
  /** Clerk's reason code when it refuses. */
  readonly reason: VerificationReason | null;
  readonly message: string;
  readonly remedy: string | null;
  /** What Clerk lets pass and a careful backend would not. */
  readonly findings: readonly Finding[];
}

/** So large that no moment is ever too early or too late: the clock is compared here instead. */
const anySkew = Number.MAX_VALUE;

/**
 * Verifies a token as `@clerk/backend` does, without any call, and at a moment of one's choosing.
 * The SDK decides everything but the clock, which it would read from the system: its three
 * comparisons are made here, on the same dates and in the same order.
 */
export async function verifyForInspection(
  raw: string,
  options: InspectOptions,
): Promise<Verification> {
  const decoded = decodeToken(raw);
  const findings = decoded.ok
    ? strictFindings(decoded.value.header, decoded.value.claims, {
        nowMs: options.nowMs,
        expectedIssuer: options.expectedIssuer ?? options.issuer?.[0],
        audience: options.audience,
        authorizedParties: options.authorizedParties,
      })
    : [];
  if (options.jwtKeyPem === undefined && options.jwks === undefined)
    return {
      valid: null,
      reason: null,
      message: 'The signature was not checked: there is no key to check it with.',
      remedy: 'Give a key set or a public key.',
      findings,
    };
  if (!decoded.ok)
    return refuse('token-invalid', findings, decoded.error.message, decoded.error.remedy);
  return decide(decoded.value, options, findings);
}

async function decide(
  token: DecodedToken,
  options: InspectOptions,
  findings: readonly Finding[],
): Promise<Verification> {
  const { header, claims, raw } = token;
  if (header['cat'] === tokenCategories.m2m)
    return refuse('token-invalid', findings, 'This is a machine-to-machine token.');
  const key = chooseKey(token, options);
  if (key.kind === 'refused') {
    const told = await tellApart(token, options);
    return refuse(key.reason, [...findings, ...told]);
  }
  const all = [...findings, ...keyFindings(key, header['alg'])];
  const failure = await askSdk(raw, key, options);
  const late = clockFailure(
    claims,
    { nowMs: options.nowMs, skewMs: options.clockSkewMs },
    failure?.message ?? '',
  );
  if (late !== null) return refuse(late, all, clockSentence(late, claims, options.nowMs));
  if (failure === null)
    return {
      valid: true,
      reason: null,
      message: "Clerk's verifier accepts this token.",
      remedy: null,
      findings: all,
    };
  if (failure.reason !== 'token-invalid-signature') return fromFailure(failure, all);
  const told = await tellApart(token, options);
  return fromFailure(failure, [...all, ...told]);
}

type Key =
  | { readonly kind: 'pem'; readonly pem: string }
  | { readonly kind: 'jwk'; readonly jwk: JsonWebKey }
  | { readonly kind: 'refused'; readonly reason: VerificationReason };

function chooseKey(token: DecodedToken, options: InspectOptions): Key {
  if (options.jwtKeyPem !== undefined)
    return options.jwtKeyPem.trim() === ''
      ? { kind: 'refused', reason: 'jwk-local-missing' }
      : { kind: 'pem', pem: options.jwtKeyPem };
  const keys = readKeySet(options.jwks);
  if (keys === null) return { kind: 'refused', reason: 'jwk-remote-invalid' };
  if (keys.length === 0) return { kind: 'refused', reason: 'jwk-remote-failed-to-load' };
  // As in the SDK's cache: of two keys with one id the later wins.
  const jwk = keys.findLast((item) => item.kid === token.header['kid']);
  return jwk === undefined || jwk.kid === undefined
    ? { kind: 'refused', reason: 'jwk-kid-mismatch' }
    : { kind: 'jwk', jwk };
}

type SetKey = JsonWebKey & { readonly kid?: string; readonly use?: string };

function readKeySet(jwks: unknown): SetKey[] | null {
  if (typeof jwks !== 'object' || jwks === null) return null;
  const { keys } = jwks as { keys?: unknown };
  if (!Array.isArray(keys)) return null;
  return (keys as unknown[]).filter(
    (key): key is SetKey => typeof key === 'object' && key !== null && !Array.isArray(key),
  );
}

interface Failure {
  readonly reason: VerificationReason;
  readonly message: string;
}

/** The SDK's answer with the clock left out; null when it accepts. */
async function askSdk(raw: string, key: Key, options: InspectOptions): Promise<Failure | null> {
  const checks = {
    clockSkewInMs: anySkew,
    ...(options.audience === undefined ? {} : { audience: [...options.audience] }),
    ...(options.authorizedParties === undefined
      ? {}
      : { authorizedParties: [...options.authorizedParties] }),
    ...(options.issuer === undefined ? {} : { issuer: [...options.issuer] }),
    ...(options.headerTypes === undefined ? {} : { headerType: [...options.headerTypes] }),
  };
  try {
    if (key.kind === 'pem') await verifyToken(raw, { ...checks, jwtKey: key.pem });
    if (key.kind === 'jwk') await verifyJwt(raw, { ...checks, key: key.jwk });
    return null;
  } catch (cause) {
    return toFailure(cause);
  }
}

function toFailure(cause: unknown): Failure {
  if (cause instanceof TokenVerificationError) {
    const reason = verificationReasons.find((known) => known === cause.reason);
    return { reason: reason ?? 'token-verification-failed', message: cause.message };
  }
  return { reason: 'token-verification-failed', message: '' };
}

/** What the token itself says about why its key does not fit: another instance, or a forgery. */
async function tellApart(token: DecodedToken, options: InspectOptions): Promise<Finding[]> {
  const { header, claims, raw } = token;
  const keys = readKeySet(options.jwks) ?? [];
  for (const jwk of keys) {
    const failure = await askSdk(raw, { kind: 'jwk', jwk }, { nowMs: options.nowMs });
    if (failure === null)
      return [
        finding(
          'kid-mislabelled',
          'Another key of this key set did sign the token: only the name of the key (kid) is wrong.',
          'Look at who issued this token.',
        ),
      ];
  }
  return disputedOrigin(claims['iss'], {
    expectedIssuer: options.expectedIssuer ?? options.issuer?.[0],
    hasKeySet: keys.length > 0,
    hasNamedKey: keys.some((key) => key.kid !== undefined && key.kid === header['kid']),
  });
}

const weakBits = 2048;

function keyFindings(key: Key, alg: unknown): Finding[] {
  const findings: Finding[] = [];
  const bits = modulusBits(key);
  if (bits !== null && bits < weakBits)
    findings.push(
      finding(
        'weak-key',
        `The key has ${String(bits)} bits; RS256 asks for 2,048 or more.`,
        'Rotate the signing key.',
      ),
    );
  if (key.kind === 'jwk') {
    const { use, alg: keyAlg } = key.jwk as SetKey;
    if ((use !== undefined && use !== 'sig') || (keyAlg !== undefined && keyAlg !== alg))
      findings.push(
        finding(
          'key-mislabelled',
          'The key is labelled for another use or algorithm than the token names.',
          'Check the key set.',
        ),
      );
  }
  return findings;
}

function modulusBits(key: Key): number | null {
  try {
    const publicKey =
      key.kind === 'pem'
        ? createPublicKey(key.pem)
        : key.kind === 'jwk'
          ? createPublicKey({ key: key.jwk, format: 'jwk' })
          : null;
    return publicKey?.asymmetricKeyDetails?.modulusLength ?? null;
  } catch {
    return null;
  }
}

/** The sentence names the claim that the SDK's message names. */
function fromFailure(failure: Failure, findings: readonly Finding[]): Verification {
  const claim = /\((sub|aud|exp|nbf|iat)\)/.exec(failure.message)?.[1];
  if (failure.reason !== 'token-verification-failed' || claim === undefined)
    return failure.message.startsWith('Error verifying JWT signature')
      ? refuse(
          failure.reason,
          findings,
          'The key cannot be used with the algorithm the token names.',
          'Give a 2,048-bit RSA public key of the instance.',
        )
      : refuse(failure.reason, findings);
  return claim === 'aud'
    ? refuse(
        failure.reason,
        findings,
        'The audience (aud) is not the one expected.',
        'Put the expected audience into the token, or expect the one it has.',
      )
    : refuse(
        failure.reason,
        findings,
        `The claim ${claim} is missing or has the wrong type.`,
        'Look at who issued this token.',
      );
}

function refuse(
  reason: VerificationReason,
  findings: readonly Finding[],
  message = verificationTexts[reason].message,
  remedy = verificationTexts[reason].remedy,
): Verification {
  return { valid: false, reason, message, remedy, findings };
}
