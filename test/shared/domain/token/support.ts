import { encodeBase64url } from '../../../../shared/kernel/base64url.ts';
import { decodeToken, type DecodedToken } from '../../../../shared/domain/token/decode.ts';

const encoder = new TextEncoder();

export const encodeText = (text: string): string => encodeBase64url(encoder.encode(text));

/** A token of these texts, signed by nobody. */
export const tokenOfTexts = (header: string, payload: string, signature = 'AAAA'): string =>
  `${encodeText(header)}.${encodeText(payload)}.${signature}`;

export const tokenOf = (
  claims: unknown,
  header: unknown = { alg: 'RS256', typ: 'JWT', kid: 'ins_1' },
): string => tokenOfTexts(JSON.stringify(header), JSON.stringify(claims), 'A'.repeat(342));

export function decoded(token: string): DecodedToken {
  const result = decodeToken(token);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** A personal session, version 2. */
export const personalV2 = {
  azp: 'https://app.example.com',
  exp: 1_700_000_060,
  fva: [3, -1],
  iat: 1_700_000_000,
  iss: 'https://happy-otter-1.clerk.accounts.dev',
  jti: 'a0b1c2d3',
  nbf: 1_699_999_990,
  pla: 'u:free',
  sid: 'sess_1',
  sts: 'active',
  sub: 'user_1',
  v: 2,
};

/** The same session with an active organization. */
export const acmeV2 = {
  ...personalV2,
  pla: 'o:pro',
  fea: 'o:data,o:teams',
  o: { id: 'org_acme', rol: 'admin', slg: 'acme', per: 'read,write', fpm: '3,1' },
};
