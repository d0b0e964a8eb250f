import type { Json, JsonObject } from '../json.ts';
import { tokenCategories, tokenKind } from './tokenKind.ts';
import { finding, type Finding } from './verification.ts';
import { quote } from './warnings.ts';

export interface StrictOptions {
  /** What `iss` should be: `https://` + the Frontend API host of the connected instance. */
  readonly expectedIssuer?: string | undefined;
  readonly audience?: readonly string[] | undefined;
  readonly authorizedParties?: readonly string[] | undefined;
  /** Milliseconds; the moment the token was seen, by the clock of this machine. */
  readonly nowMs: number;
}

const aDay = 86_400;

/**
 * What Clerk's verifier does not check unless asked, or at all. These findings stand beside its
 * answer and never change it.
 */
export function strictFindings(
  header: JsonObject,
  claims: JsonObject,
  options: StrictOptions,
): Finding[] {
  return [
    ...instanceFindings(claims, options),
    ...headerFindings(header),
    ...sessionFindings(header, claims),
    ...audienceFindings(claims, options),
    ...timeFindings(claims, options.nowMs),
  ];
}

function instanceFindings(claims: JsonObject, options: StrictOptions): Finding[] {
  const { expectedIssuer } = options;
  const iss = claims['iss'];
  if (expectedIssuer === undefined || iss === expectedIssuer) return [];
  const named =
    typeof iss === 'string' ? `The issuer is ${quote(iss)}` : 'The token names no issuer';
  return [
    finding(
      'issuer-unexpected',
      `${named}, not ${quote(expectedIssuer)}; Clerk's verifier compares it only when given an issuer.`,
      'Give the verifier the issuer option.',
    ),
  ];
}

function headerFindings(header: JsonObject): Finding[] {
  const findings: Finding[] = [];
  if (header['crit'] !== undefined)
    findings.push(
      finding(
        'critical-header',
        'The header names critical extensions (crit), which Clerk does not issue and its verifier skips; RFC 7515 asks to refuse what is not understood.',
        'Look at where this token came from.',
      ),
    );
  const addresses = ['jku', 'x5u', 'jwk'].filter((name) => header[name] !== undefined);
  if (addresses.length > 0)
    findings.push(
      finding(
        'key-address-in-header',
        `The header brings its own key (${addresses.join(', ')}); it was not followed.`,
        'Never take a key from inside the token it verifies.',
      ),
    );
  if (typeof header['kid'] !== 'string')
    findings.push(
      finding(
        'kid-missing',
        'The header names no key (kid), and Clerk always does.',
        'Look at where this token came from.',
      ),
    );
  return findings;
}

function sessionFindings(header: JsonObject, claims: JsonObject): Finding[] {
  const findings: Finding[] = [];
  const kind = tokenKind(header, claims);
  const isTemplate = kind === 'template' || header['cat'] === tokenCategories.template;
  if (isTemplate)
    findings.push(
      finding(
        'template-as-session',
        "This is a template token: Clerk's verifier takes it for a session, though there is none to revoke.",
        'Refuse tokens without sid, or of the template category.',
      ),
    );
  else if (kind !== 'm2m' && kind !== 'oauth' && typeof claims['sid'] !== 'string')
    findings.push(
      finding(
        'session-id-missing',
        'There is no session id (sid), so this is no session token.',
        'Refuse tokens without sid.',
      ),
    );
  if (claims['sts'] === 'pending')
    findings.push(
      finding(
        'session-pending',
        'The session is pending: the token verifies, but its user still has a task to do.',
        'Refuse sts = pending where an active session is required.',
      ),
    );
  return findings;
}

function audienceFindings(claims: JsonObject, options: StrictOptions): Finding[] {
  const findings: Finding[] = [];
  const { audience = [], authorizedParties = [] } = options;
  if (audience.length > 0 && isEmpty(claims['aud']))
    findings.push(
      finding(
        'audience-unchecked',
        'An audience is expected and the token has none: the check is skipped, not failed.',
        'Put aud into the session token, or check for it yourself.',
      ),
    );
  for (const party of authorizedParties)
    if (!isOrigin(party))
      findings.push(
        finding(
          'party-never-matches',
          `The authorized party ${quote(party)} is not an origin, so no azp ever equals it.`,
          'Write scheme, host and port, without a path or a slash at the end.',
        ),
      );
  return findings;
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

const isOrigin = (party: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/.test(party);

function timeFindings(claims: JsonObject, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  const { exp, iat } = claims;
  if (typeof exp === 'number' && typeof iat === 'number' && exp - iat > aDay)
    findings.push(
      finding(
        'never-expires-soon',
        `The token lives ${String(Math.round((exp - iat) / aDay))} days, and outlives sign-out and revocation.`,
        'Shorten the lifetime of the template.',
      ),
    );
  if (typeof iat === 'number' && iat * 1000 - nowMs > 1000)
    findings.push(
      finding(
        'clock-skew',
        `By the clock here the token is issued ${String(Math.round(iat - nowMs / 1000))} seconds ahead: this clock is late by at least that.`,
        'Synchronise the clock of this machine.',
      ),
    );
  return findings;
}

/** What is known when a signature does not fit, or its key is unknown. */
export interface Dispute {
  readonly expectedIssuer: string | undefined;
  readonly hasKeySet: boolean;
  /** Whether the key set has a key of the name in the header. */
  readonly hasNamedKey: boolean;
}

/** Tells a token of another instance from a forged one, as far as its own word and the keys allow. */
export function disputedOrigin(iss: Json | undefined, dispute: Dispute): Finding[] {
  const { expectedIssuer, hasKeySet, hasNamedKey } = dispute;
  const isForeign =
    expectedIssuer === undefined ? hasKeySet && !hasNamedKey : iss !== expectedIssuer;
  if (isForeign && !hasNamedKey)
    return [
      finding(
        'wrong-instance',
        'By its own word the token belongs to another instance.',
        'Match the publishable and secret keys, and clear old cookies.',
      ),
    ];
  if (hasNamedKey)
    return [
      finding(
        'likely-forged',
        'The token names a key of this instance, but its signature does not fit: it was altered or forged.',
        'Treat it as hostile.',
      ),
    ];
  if (expectedIssuer === undefined) return [];
  return [
    finding(
      'likely-forged',
      'The token claims to be of this instance, but no key of it signed the token: it is forged, or the keys were rotated since they were read.',
      'Load the keys again; if it stays so, treat the token as forged.',
    ),
  ];
}
