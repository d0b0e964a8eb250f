import { createPublicKey } from 'node:crypto';
import { AppException } from '../../shared/errors/appError.ts';
import { isJsonObject, type JsonObject } from '../../shared/domain/json.ts';
import { verifyForInspection, type Verification } from '../clerk/inspect.ts';
export type { Verification } from '../clerk/inspect.ts';
import { wholeNumber, type Flags, type Option } from './args.ts';
import { megabyte, readText, unusable, type CommandIo } from './io.ts';

export const verificationOptions: readonly Option[] = [
  {
    name: 'jwks',
    value: 'FILE|URL',
    help: "verify with this key set, such as the instance's /.well-known/jwks.json",
  },
  { name: 'jwt-key', value: 'FILE', help: 'verify with this PEM public key' },
  { name: 'now', value: 'ISO', help: 'verify as of this moment, such as 2026-08-21T10:00:00Z' },
  {
    name: 'authorized-party',
    value: 'ORIGIN',
    multiple: true,
    help: 'accept only these origins in azp',
  },
  { name: 'audience', value: 'TEXT', multiple: true, help: 'accept only these audiences in aud' },
  { name: 'issuer', value: 'URL', multiple: true, help: 'accept only these issuers in iss' },
  { name: 'clock-skew-ms', value: 'N', help: 'tolerance for exp, nbf and iat; 5000 by default' },
  { name: 'header-type', value: 'TYPE', multiple: true, help: 'accept only these values of typ' },
];

export const hasKey = (flags: Flags): boolean => flags.given('jwks') || flags.given('jwt-key');

/** The moment to judge by: `--now`, or the clock. */
export function momentOf(flags: Flags, io: CommandIo): number {
  const text = flags.one('now');
  if (text === null) return io.nowMs();
  const moment = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) {
    throw unusable('--now is an ISO date and time, such as 2026-08-21T10:00:00Z.');
  }
  return moment;
}

const fetchTimeoutMs = 1500;

async function fetchKeys(address: string): Promise<string> {
  const url = new URL(address);
  const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !loopback) {
    throw unusable('Keys are fetched over https only, unless from this machine.');
  }
  let response: Response;
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(fetchTimeoutMs),
      headers: { accept: 'application/json' },
    });
  } catch {
    throw unusable(
      `The key set at ${url.host} could not be fetched.`,
      'Check the address, or save it and give the file.',
    );
  }
  if (!response.ok || response.body === null) {
    throw unusable(`${url.host} answered ${response.status} instead of a key set.`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body) {
      length += chunk.length;
      if (length > megabyte) throw unusable('The key set is larger than 1 MB.');
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof AppException) throw cause;
    throw unusable(`The key set at ${url.host} could not be read to its end.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Keys of a set, as an object. */
function parseKeys(text: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (!isJsonObject(parsed) || !Array.isArray(parsed['keys'])) {
    throw unusable(
      'The key set is not a JWKS: a JSON object with a list named keys.',
      'Take it from https://<your Frontend API>/.well-known/jwks.json.',
    );
  }
  return parsed;
}

async function readKeys(place: string, io: CommandIo): Promise<JsonObject> {
  const isUrl = /^https?:\/\//i.test(place);
  return parseKeys(isUrl ? await fetchKeys(place) : await readText(io, place, 'The key set'));
}

async function readPem(path: string, io: CommandIo): Promise<string> {
  const pem = (await readText(io, path, 'The key file')).trim();
  if (pem.includes('PRIVATE KEY')) {
    throw unusable(
      'The key file holds a private key.',
      'Verifying takes the public key alone; keep the private one away from here.',
    );
  }
  try {
    createPublicKey(pem);
  } catch {
    throw unusable(
      'The key file holds no public key in PEM.',
      'It starts with -----BEGIN PUBLIC KEY-----.',
    );
  }
  return pem;
}

/** Verifies a token as Clerk's SDK does, with the key and the checks of the options. */
export async function verify(raw: string, flags: Flags, io: CommandIo): Promise<Verification> {
  const nowMs = momentOf(flags, io);
  const clockSkewMs = wholeNumber(flags, 'clock-skew-ms', 0, 86_400_000);
  const jwks = flags.one('jwks');
  const pem = flags.one('jwt-key');
  if (jwks !== null && pem !== null) {
    throw unusable('Give either --jwks or --jwt-key, not both.');
  }
  const list = (name: string): string[] | undefined =>
    flags.given(name) ? [...flags.all(name)] : undefined;
  const authorizedParties = list('authorized-party');
  const audience = list('audience');
  const issuer = list('issuer');
  const headerTypes = list('header-type');
  return verifyForInspection(raw, {
    ...(jwks === null ? {} : { jwks: await readKeys(jwks, io) }),
    ...(pem === null ? {} : { jwtKeyPem: await readPem(pem, io) }),
    nowMs,
    ...(authorizedParties === undefined ? {} : { authorizedParties }),
    ...(audience === undefined ? {} : { audience }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(headerTypes === undefined ? {} : { headerTypes }),
    ...(clockSkewMs === null ? {} : { clockSkewMs }),
  });
}
