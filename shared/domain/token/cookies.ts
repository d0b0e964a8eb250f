import type { Json } from '../json.ts';
import { decodeToken, type DecodedToken } from './decode.ts';
import { sessionCookie } from './size.ts';

/** What is known of the instance whose cookies these are. */
export interface CookieInstance {
  /** First 8 characters of base64url(SHA-1(publishable key)); the caller computes it. */
  readonly cookieSuffix: string;
  /** Host of the Frontend API, from the publishable key. */
  readonly frontendApi: string;
  readonly kind: 'development' | 'production';
}

export interface CookieChoice {
  /** The cookie Clerk's SDK reads the session token from; null when neither is there. */
  readonly name: string | null;
  readonly token: string | null;
  /** One sentence: why this one. */
  readonly because: string;
  /** Every session cookie in the header. */
  readonly candidates: readonly string[];
  /** False when the instance is unknown and the choice is only the likely one. */
  readonly isCertain: boolean;
}

/** Reads a `Cookie` header as the SDK's parser does: first of a name wins, quotes and %-escapes undone. */
export function parseCookies(header: string): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at === -1) continue;
    const name = part.slice(0, at).trim();
    if (name === '' || cookies.has(name)) continue;
    const value = part.slice(at + 1).trim();
    cookies.set(
      name,
      unescaped(value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value),
    );
  }
  return cookies;
}

function unescaped(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const clientUat = '__client_uat';

/**
 * Chooses between `__session` and its suffixed twin as clerk/javascript does
 * (packages/backend/src/tokens/authenticateContext.ts, `usesSuffixedCookies`). `nowMs` matters in
 * development only. Without an instance the suffix is taken from the cookies, if there is only one.
 */
export function chooseSessionCookie(
  cookies: ReadonlyMap<string, string>,
  instance: CookieInstance | null,
  nowMs: number,
): CookieChoice {
  const candidates = [...cookies.keys()].filter(
    (name) => name === sessionCookie || name.startsWith(`${sessionCookie}_`),
  );
  const choose = (name: string, because: string, isCertain: boolean): CookieChoice => {
    const token = cookies.get(name) ?? '';
    return token === ''
      ? { name: null, token: null, because, candidates, isCertain }
      : { name, token, because, candidates, isCertain };
  };
  if (instance !== null) {
    const { isSuffixed, because } = usesSuffixed(cookies, instance, nowMs);
    const name = isSuffixed ? `${sessionCookie}_${instance.cookieSuffix}` : sessionCookie;
    return choose(name, because, true);
  }
  return chooseBlind(cookies, candidates, nowMs, choose);
}

function chooseBlind(
  cookies: ReadonlyMap<string, string>,
  candidates: readonly string[],
  nowMs: number,
  choose: (name: string, because: string, isCertain: boolean) => CookieChoice,
): CookieChoice {
  const suffixed = candidates.filter((name) => name !== sessionCookie);
  const [only] = suffixed;
  if (only === undefined)
    return choose(
      sessionCookie,
      candidates.length === 0
        ? 'There is no session cookie in this header: the request is signed out.'
        : 'It is the only session cookie.',
      candidates.length === 1,
    );
  if (suffixed.length === 1) {
    const issuer = stringOf(read(cookies.get(only))?.claims['iss']);
    const guess: CookieInstance = {
      cookieSuffix: only.slice(sessionCookie.length + 1),
      frontendApi: issuer.replace(/^https?:\/\//i, ''),
      kind: issuer.endsWith('.clerk.accounts.dev') ? 'development' : 'production',
    };
    const { isSuffixed, because } = usesSuffixed(cookies, guess, nowMs);
    return choose(isSuffixed ? only : sessionCookie, because, false);
  }
  const newest = [...suffixed].sort((a, b) => issuedAt(cookies.get(b)) - issuedAt(cookies.get(a)));
  return choose(
    newest[0] ?? only,
    `There are session cookies of ${String(suffixed.length)} instances; this is the newest. Name the instance's publishable key to choose as its server would.`,
    false,
  );
}

function usesSuffixed(
  cookies: ReadonlyMap<string, string>,
  instance: CookieInstance,
  nowMs: number,
): { isSuffixed: boolean; because: string } {
  const suffix = `_${instance.cookieSuffix}`;
  const suffixedUat = cookies.get(clientUat + suffix) ?? '';
  const plainUat = cookies.get(clientUat) ?? '';
  const suffixedText = cookies.get(sessionCookie + suffix) ?? '';
  const plainText = cookies.get(sessionCookie) ?? '';
  const plain = (because: string) => ({ isSuffixed: false, because });
  const twin = (because: string) => ({ isSuffixed: true, because });
  const session = read(plainText);
  if (plainText !== '') {
    const issuer = session?.claims['iss'];
    if (!issuer)
      return plain('The plain cookie holds no issuer, so it is read and judged as it is.');
    const host = typeof issuer === 'string' ? issuer.replaceAll(/https?:\/\//gi, '') : null;
    if (host !== instance.frontendApi)
      return twin('The plain cookie belongs to another instance, so only the suffixed one counts.');
  }
  if (suffixedUat === '' && suffixedText === '')
    return plain('There is no suffixed cookie of this instance.');
  const suffixed = read(suffixedText);
  if (suffixedUat !== '0' && plainUat !== '0' && numberOf(session) > numberOf(suffixed))
    return plain('The plain cookie was issued later than the suffixed one.');
  if (suffixedUat === '0' && plainUat !== '0')
    return plain('The suffixed cookies are signed out, the plain ones are not.');
  if (
    instance.kind !== 'production' &&
    suffixedUat !== '0' &&
    plainUat === '0' &&
    isExpired(suffixed, nowMs)
  )
    return plain('The plain cookies are signed out and the suffixed token has expired.');
  if (suffixedUat === '' && suffixedText !== '')
    return plain(`${clientUat}${suffix} is missing, so the suffixed cookies are not trusted.`);
  return twin('The suffixed cookies of this instance are complete, and preferred.');
}

function read(text: string | undefined): DecodedToken | null {
  const decoded = decodeToken(text ?? '');
  return decoded.ok ? decoded.value : null;
}

const issuedAt = (text: string | undefined): number => numberOf(read(text));

const numberOf = (token: DecodedToken | null): number => {
  const iat = token?.claims['iat'];
  return typeof iat === 'number' ? iat : 0;
};

function isExpired(token: DecodedToken | null, nowMs: number): boolean {
  const exp = token?.claims['exp'];
  return typeof exp === 'number' && exp <= Math.floor(nowMs / 1000);
}

const stringOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
