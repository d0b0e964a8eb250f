import type { JsonObject } from '../../../shared/domain/json.ts';
import { readAuth, type TokenAuth } from '../../../shared/domain/token/claims.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import type { TokenKind } from '../../../shared/domain/token/kind.ts';
import {
  claimCosts,
  measureToken,
  type ClaimCost,
  type TokenSize,
} from '../../../shared/domain/token/size.ts';
import type { TokenWarning } from '../../../shared/domain/token/warnings.ts';
import { print, type Command } from '../command.ts';
import { brief, bytes, table, wrap } from '../text.ts';
import { readToken, tokenOption, tokenText } from '../token.ts';
import { momentOf, verificationOptions, verify, type Verification } from '../verification.ts';

const kindNames: Record<TokenKind, string> = {
  'session-v1': 'Session token, version 1',
  'session-v2': 'Session token, version 2',
  'session-unknown': 'Session token of an unknown version',
  template: 'JWT-template token',
  m2m: 'Machine-to-machine token',
  oauth: 'OAuth access token',
  unknown: 'Token of an unknown kind',
};

interface Inspection {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly kind: TokenKind;
  readonly auth: Omit<TokenAuth, 'sdk' | 'warnings'>;
  readonly size: TokenSize;
  readonly claimCosts: readonly ClaimCost[];
  readonly warnings: readonly TokenWarning[];
}

function inspect(decoded: DecodedToken, kind: TokenKind): Inspection {
  const { sdk: _sdk, warnings, ...auth } = readAuth(decoded.claims);
  return {
    header: decoded.header,
    claims: decoded.claims,
    kind,
    auth,
    size: measureToken(decoded, kind),
    claimCosts: claimCosts(decoded, kind),
    warnings: [...decoded.warnings, ...warnings],
  };
}

function times(claims: JsonObject, nowMs: number): string[] {
  const { exp } = claims;
  if (typeof exp !== 'number') return ['It has no expiry.'];
  const left = Math.round(exp - nowMs / 1000);
  return [left > 0 ? `It expires in ${left} s.` : `It expired ${-left} s ago.`];
}

function report(found: Inspection, verification: Verification, nowMs: number): string[] {
  const { auth, size } = found;
  const verdict =
    verification.valid === true
      ? 'verified.'
      : verification.valid === null
        ? 'not verified: no key was given.'
        : 'refused.';
  const lines = [`${kindNames[found.kind]}, ${verdict}`, ...times(found.claims, nowMs)];
  if (verification.valid === false) {
    lines.push(...wrap(verification.message), ...wrap(verification.remedy ?? ''));
  }
  const facts: string[][] = [
    ['user', auth.userId ?? '–'],
    ['session', auth.sessionId ?? '–'],
    ['organization', auth.orgId ?? '– (personal account)'],
  ];
  if (auth.orgId !== null) {
    facts.push(['role', auth.orgRole ?? '–']);
    facts.push([
      'permissions',
      auth.orgPermissions.length === 0 ? '–' : brief(auth.orgPermissions.join(', ')),
    ]);
  }
  facts.push(['issuer', brief(found.claims['iss'] ?? '–')]);
  lines.push('', ...table(facts), '', 'Size');
  lines.push(
    ...table([
      ['token', bytes(size.totalBytes)],
      ['custom claims', `${bytes(size.customClaimsBytes)} of ${bytes(size.budget.limitBytes)}`],
      ...(size.cookie === null
        ? []
        : [
            [
              'cookie',
              `${bytes(size.cookie.plain.bytes)} of ${bytes(size.cookie.plain.limitBytes)}`,
            ],
          ]),
    ]),
  );
  const costs = [...found.claimCosts].sort((left, right) => right.costChars - left.costChars);
  lines.push('', 'Cost per claim, in characters of the token');
  lines.push(
    ...table(
      costs
        .slice(0, 20)
        .map((cost) => [
          String(cost.costChars).padStart(6),
          cost.name,
          cost.isDefault ? '' : 'custom',
          brief(found.claims[cost.name] ?? null),
        ]),
    ),
  );
  const warnings = [...found.warnings, ...verification.findings];
  if (warnings.length > 0) lines.push('', 'Warnings');
  for (const { message } of warnings) lines.push(...wrap(`· ${message}`, '  '));
  return lines;
}

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'Shows what is in a token, whether it holds, and what each claim costs.',
  usage: 'inspect [--jwks FILE|URL] [--json] < token',
  options: [tokenOption, ...verificationOptions],
  notes: [
    'Reads a bare token, an Authorization or Cookie header, a curl command or the JSON of a token endpoint. Nothing leaves this machine; keys come from the options alone, never from an address inside the token.',
    'Exit 0: verified, or no key was given · 1: refused · 2: not a token that can be read.',
  ],
  run: async (flags, io) => {
    const { decoded, kind } = readToken(await tokenText(flags, io), io);
    const found = io.within('This token', () => inspect(decoded, kind));
    const verification = await verify(decoded.raw, flags, io);
    const { header, claims, auth, size, claimCosts, warnings } = found;
    const { valid, reason, message, remedy, findings } = verification;
    print(io, flags, {
      json: {
        header,
        claims,
        kind,
        verification: { valid, reason, message, remedy, findings },
        auth,
        size,
        claimCosts,
        warnings,
      },
      lines: report(found, verification, momentOf(flags, io)),
    });
    return valid === false ? 1 : 0;
  },
};
