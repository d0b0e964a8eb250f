import type { CredentialSource } from '../../../shared/domain/token/credential.ts';
import type { TokenKind } from '../../../shared/domain/token/tokenKind.ts';
import type { Inspection } from './inspectStore.ts';

const tokenNames: Readonly<Record<TokenKind, string>> = {
  'session-v1': 'Session token, version 1',
  'session-v2': 'Session token, version 2',
  'session-unknown': 'Session token, unknown version',
  template: 'Template token',
  m2m: 'Machine token',
  oauth: 'OAuth access token',
  unknown: 'Signed token',
};

const opaqueNames = { m2m: 'Machine token', oauth: 'OAuth access token', 'api-key': 'API key' };

/** A name for a list. */
export function titleOf(report: Inspection['report']): string {
  if (report.kind === 'token') return tokenNames[report.tokenKind];
  if (report.kind === 'opaque') return `${opaqueNames[report.opaqueKind]}, opaque`;
  return report.kind === 'publishable-key' ? 'Publishable key' : 'Broken token';
}

/** Where in the paste the credential stood; null for one that came bare. */
export const sourceWords: Readonly<Record<CredentialSource, string | null>> = {
  bare: null,
  'authorization-header': 'Read from an Authorization header.',
  'cookie-header': 'Read from a Cookie header.',
  curl: 'Read from a curl command.',
  json: 'Read from JSON.',
};
