import type { VerifyOutput } from '../../../shared/contract/token.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { isSessionKind, type TokenKind } from '../../../shared/domain/token/tokenKind.ts';
import { formatDuration } from '../../ui/format.logic.ts';
import type { TokenReport } from './report.logic.ts';

/** Where a verification stands. */
export type Asked =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answered'; readonly answer: VerifyOutput }
  | { readonly kind: 'failed' }
  | { readonly kind: 'too-large' };

const kindWords: Readonly<Record<TokenKind, string>> = {
  'session-v1': 'A version 1 session token',
  'session-v2': 'A version 2 session token',
  'session-unknown': 'A session token of unknown version',
  template: 'A token made from a JWT template',
  m2m: 'A machine-to-machine token',
  oauth: 'An OAuth access token',
  unknown: 'A signed token of no kind Clerk issues',
};

/** *A version 2 session token from this instance. Signature valid. Expired 3 minutes ago: …* */
export function inspectSentence(
  report: Pick<TokenReport, 'tokenKind' | 'decoded'>,
  issuer: string,
  asked: Asked,
  nowMs: number,
): string {
  const { claims } = report.decoded;
  return [
    `${kindWords[report.tokenKind]} ${originWords(claims, issuer)}.`,
    signatureSentence(asked),
    timeSentence(claims, report.tokenKind, nowMs),
  ].join(' ');
}

function originWords(claims: JsonObject, issuer: string): string {
  const { iss } = claims;
  if (iss === issuer) return 'from this instance';
  if (typeof iss !== 'string' || iss === '') return 'that names no issuer';
  const host = URL.parse(iss)?.host ?? iss;
  return `from ${host === '' ? iss.slice(0, 80) : host.slice(0, 80)}`;
}

/** Reasons that come after the signature was found valid (the order of Clerk's verifier). */
const afterSignature: ReadonlySet<string> = new Set([
  'token-expired',
  'token-not-active-yet',
  'token-iat-in-the-future',
  'token-invalid-authorized-parties',
  'token-invalid-issuer',
]);

export const isSignatureValid = ({ valid, reason }: VerifyOutput): boolean =>
  valid === true || (reason !== null && afterSignature.has(reason));

export function signatureSentence(asked: Asked): string {
  if (asked.kind === 'asking') return 'Checking the signature…';
  if (asked.kind === 'failed') return 'Signature not checked: the keys could not be had.';
  if (asked.kind === 'too-large') return 'Too large to be verified.';
  const { answer } = asked;
  if (isSignatureValid(answer)) return 'Signature valid.';
  const has = (code: string): boolean => answer.findings.some((found) => found.code === code);
  if (answer.valid === null) return 'Signature not checked.';
  if (has('wrong-instance')) return 'Signed for another instance.';
  if (has('likely-forged')) return 'Signature does not fit: altered or forged.';
  if (answer.reason === 'token-invalid-signature') return 'Signature does not fit.';
  if (answer.reason === 'jwk-kid-mismatch') return 'Signed with a key that is not in the key set.';
  return `Refused: ${answer.message}`;
}

export function timeSentence(claims: JsonObject, kind: TokenKind, nowMs: number): string {
  const { exp, nbf } = claims;
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'It names no expiry.';
  const leftSec = exp - nowMs / 1000;
  if (leftSec <= 0) {
    const ago = `Expired ${formatDuration(-leftSec)} ago`;
    return isSessionKind(kind) ? `${ago}: clerk-js would have refreshed it.` : `${ago}.`;
  }
  if (typeof nbf === 'number' && nbf * 1000 > nowMs)
    return `Not active for another ${formatDuration(nbf - nowMs / 1000)}.`;
  return `Expires in ${formatDuration(leftSec)}.`;
}

/** *This clock agrees with the instance's, within half a second.* */
export function clockSentence(clock: NonNullable<VerifyOutput['clock']>): string {
  const { aheadMs, uncertaintyMs } = clock;
  const within = `${(uncertaintyMs / 1000).toFixed(1)} s`;
  if (Math.abs(aheadMs) <= uncertaintyMs)
    return `The clock of this machine agrees with the instance’s, within ${within}.`;
  const apart = Math.abs(aheadMs) / 1000;
  const amount = apart < 90 ? `${apart.toFixed(1)} s` : formatDuration(apart);
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  return `The clock of this machine is ${amount} ${side} the instance’s, give or take ${within}.`;
}
