import {
  chooseSessionCookie,
  parseCookies,
  type CookieChoice,
  type CookieInstance,
} from './cookies.ts';
import { readCurl, splitHeader } from './curl.ts';
import { decodeToken, maxTokenChars, type DecodedToken, type DecodeFailure } from './decode.ts';
import { decodePublishableKey, type PublishableKey } from './publishableKey.ts';
import { tokenKind, type TokenKind } from './tokenKind.ts';

/** Where in the pasted text the credential was. */
export type CredentialSource = 'bare' | 'authorization-header' | 'cookie-header' | 'curl' | 'json';

/** Secrets that are named and dropped: no member ever holds any part of them. */
export type SecretKind = 'secret-key' | 'webhook-secret' | 'client-token' | 'sign-in-ticket';

export type Credential =
  | {
      readonly kind: 'token';
      readonly tokenKind: TokenKind;
      readonly decoded: DecodedToken;
      readonly source: CredentialSource;
      /** How the cookie was chosen, when there was a Cookie header to choose from. */
      readonly cookie: CookieChoice | null;
      readonly message: string;
    }
  | {
      readonly kind: 'opaque';
      readonly opaqueKind: 'm2m' | 'oauth' | 'api-key';
      readonly source: CredentialSource;
      /** The prefix and nothing else. */
      readonly redacted: string;
      readonly message: string;
    }
  | {
      readonly kind: 'publishable-key';
      readonly key: PublishableKey;
      readonly message: string;
    }
  | {
      readonly kind: 'secret';
      readonly secretKind: SecretKind;
      /** Wipe the field the text came from. */
      readonly message: string;
      readonly remedy: string;
    }
  | {
      readonly kind: 'undecodable';
      readonly failure: DecodeFailure;
      readonly source: CredentialSource;
    }
  | {
      readonly kind: 'unknown';
      readonly message: string;
      readonly remedy: string;
    };

export interface ClassifyOptions {
  /** The connected instance, to choose between its cookies as its server would. */
  readonly instance?: CookieInstance | null;
  /** Milliseconds; matters for development cookies only. */
  readonly nowMs?: number;
}

/**
 * Says what a pasted text is: a bare token or key, an `Authorization` or `Cookie` header, a whole
 * request head, a curl command, or the JSON a token endpoint answers. Nothing is verified. Secrets
 * are recognised wherever they stand, and never returned.
 */
export function classifyCredential(text: string, options: ClassifyOptions = {}): Credential {
  const trimmed = unwrapped(text.trim());
  if (trimmed === '') return unknown('There is nothing to read.');
  if (looksLikeToken.test(trimmed.slice(0, 20)) && !/[\s;:=]/.test(trimmed.slice(0, 2000)))
    return classifyBare(trimmed, 'bare');
  if (trimmed.length > maxTokenChars)
    return unknown('This text is longer than any credential that can be read here.');
  const secret = findSecret(trimmed);
  if (secret !== null) return secret;
  const curl = readCurl(trimmed);
  if (curl !== null) return fromHeaders(curl, 'curl', options);
  const json = tokenInJson(trimmed);
  if (json !== null) return classifyBare(json, 'json');
  const headers = readHeaders(trimmed);
  if (headers !== null) return fromHeaders(headers, null, options);
  return classifyBare(trimmed, 'bare');
}

/** A JOSE header is a JSON object, and `{"` always encodes to `eyJ` (`{ ` to `eyA`, a line break to `ewo`). */
const looksLikeToken = /^e[yw][A-Za-z0-9_-]*\.?/;

const opaquePrefixes = {
  mt_: ['m2m', 'a machine-to-machine token. It is opaque: only Clerk can say what is in it.'],
  oat_: ['oauth', 'an OAuth access token. It is opaque: only Clerk can say what is in it.'],
  ak_: [
    'api-key',
    'an API key or a machine secret key. It is opaque, and a secret: keep it off screens and logs.',
  ],
} as const;

function classifyBare(
  text: string,
  source: CredentialSource,
  cookie: CookieChoice | null = null,
): Credential {
  const bearer = /^bearer\s+/i.exec(text);
  if (bearer !== null) return classifyBare(text.slice(bearer[0].length), 'authorization-header');
  const secret = secretAt(text);
  if (secret !== null) return secret;
  for (const [prefix, [opaqueKind, what]] of Object.entries(opaquePrefixes))
    if (text.startsWith(prefix))
      return {
        kind: 'opaque',
        opaqueKind,
        source,
        redacted: `${prefix}…`,
        message: `This is ${what}`,
      };
  if (text.startsWith('pk_')) {
    const key = decodePublishableKey(text);
    return key.ok
      ? {
          kind: 'publishable-key',
          key: key.value,
          message: `This is the publishable key of a ${key.value.kind} instance at ${key.value.frontendApi}. It is public.`,
        }
      : {
          kind: 'unknown',
          message: key.error,
          remedy: 'Copy the key again from the API keys page.',
        };
  }
  const decoded = decodeToken(text);
  if (!decoded.ok) {
    const isToken = looksLikeToken.test(text) || text.split('.', 6).length === 3;
    return isToken ? { kind: 'undecodable', failure: decoded.error, source } : unknown(undefined);
  }
  const { header, claims } = decoded.value;
  if (typeof claims['rotating_token'] === 'string') return refuse('client-token');
  if (typeof claims['st'] === 'string' && typeof claims['eid'] === 'string')
    return refuse('sign-in-ticket');
  const kind = tokenKind(header, claims);
  return {
    kind: 'token',
    tokenKind: kind,
    decoded: decoded.value,
    source,
    cookie,
    message: tokenSentences[kind],
  };
}

const tokenSentences: Readonly<Record<TokenKind, string>> = {
  'session-v1': 'This is a session token, version 1.',
  'session-v2': 'This is a session token, version 2.',
  'session-unknown': 'This is a session token of a version nobody knows.',
  template: 'This is a token made from a JWT template, not a session token.',
  m2m: 'This is a machine-to-machine token.',
  oauth: 'This is an OAuth access token.',
  unknown: 'This is a signed token, but not one of a kind Clerk issues.',
};

function fromHeaders(
  headers: { readonly authorization: string | null; readonly cookie: string | null },
  source: 'curl' | null,
  options: ClassifyOptions,
): Credential {
  const { authorization, cookie } = headers;
  if (authorization !== null) {
    // As Clerk's SDK: `Bearer x` is x, a bare value is the token, any other scheme is skipped.
    const [scheme = '', token] = authorization.trim().split(/\s+/, 2);
    const bearer = token === undefined ? scheme : scheme.toLowerCase() === 'bearer' ? token : null;
    if (bearer !== null && bearer !== '')
      return classifyBare(bearer, source ?? 'authorization-header');
  }
  if (cookie === null)
    return unknown(
      authorization === null
        ? 'This request carries neither an Authorization nor a Cookie header.'
        : 'The Authorization header uses a scheme that Clerk does not read.',
    );
  const cookies = parseCookies(cookie);
  if (cookies.has('__client')) return refuse('client-token');
  const choice = chooseSessionCookie(cookies, options.instance ?? null, options.nowMs ?? 0);
  if (choice.token === null) return unknown(choice.because);
  return classifyBare(choice.token, source ?? 'cookie-header', choice);
}

/** Header lines of a request, or a bare Cookie value; null when the text is neither. */
function readHeaders(text: string): { authorization: string | null; cookie: string | null } | null {
  let authorization: string | null = null;
  let cookie: string | null = null;
  for (const line of text.split('\n')) {
    const [name, value] = splitHeader(line);
    if (name === 'authorization') authorization ??= value;
    if (name === 'cookie') cookie ??= value;
  }
  if (authorization !== null || cookie !== null) return { authorization, cookie };
  if (/^[\w.-]+=[^;\n]*(;\s*[\w.-]+=[^;\n]*)*;?$/.test(text.slice(0, 20_000)))
    return /(^|;\s*)__(session|client|clerk)/.test(text)
      ? { authorization: null, cookie: text }
      : null;
  return null;
}

function tokenInJson(text: string): string | null {
  if (!text.startsWith('{')) return null;
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const token = value['jwt'] ?? value['token'] ?? value['access_token'];
    return typeof token === 'string' ? token : null;
  } catch {
    return null;
  }
}

const unwrapped = (text: string): string =>
  /^(["'`]).*\1$/s.test(text.slice(0, 1) + text.slice(-1)) && text.length > 2
    ? text.slice(1, -1).trim()
    : text;

const secretPattern = /(?:^|[^A-Za-z0-9_-])(sk_(?:test|live)_|whsec_)[A-Za-z0-9+/]/;

function findSecret(text: string): Credential | null {
  const match = secretPattern.exec(text);
  return match?.[1] === undefined ? null : secretAt(match[1]);
}

function secretAt(text: string): Credential | null {
  if (/^sk_(test|live)_/.test(text)) return refuse('secret-key');
  return text.startsWith('whsec_') ? refuse('webhook-secret') : null;
}

const secretSentences: Readonly<Record<SecretKind, readonly [message: string, remedy: string]>> = {
  'secret-key': [
    'This holds a Backend API secret key, which opens the whole instance. It was not read and is not kept.',
    'If it was copied from where others can see it, rotate it in the dashboard.',
  ],
  'webhook-secret': [
    'This holds a webhook signing secret. It was not read and is not kept.',
    'If it was copied from where others can see it, rotate it in the dashboard.',
  ],
  'client-token': [
    'This holds a client token, which can mint session tokens. It was not read and is not kept.',
    'Paste the session token instead; sign out everywhere if others saw this one.',
  ],
  'sign-in-ticket': [
    'This is a ticket that signs somebody in. It was not read and is not kept.',
    'Paste the session token instead.',
  ],
};

function refuse(secretKind: SecretKind): Credential {
  const [message, remedy] = secretSentences[secretKind];
  return { kind: 'secret', secretKind, message, remedy };
}

const unknown = (message = 'This is none of the credentials that Clerk knows.'): Credential => ({
  kind: 'unknown',
  message,
  remedy: 'Paste a token, a key, an Authorization or Cookie header, or a curl command.',
});

/** A token for a copy or a log: the signature, which makes it usable, is left out. */
export function redactToken(raw: string): string {
  const end = raw.lastIndexOf('.');
  return end === -1 ? '…' : `${raw.slice(0, end)}.…`;
}
