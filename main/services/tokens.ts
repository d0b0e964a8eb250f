import { z } from 'zod';
import type { InspectOptions, Verification } from '../clerk/inspect.ts';
import type { GivenKey, VerifyInput, VerifyOutput } from '../../shared/contract/token.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';

const keptMs = 5 * 60_000;
/** Shortest time between two fetches that only a token of an unknown key asks for. */
const askAgainAfterMs = 10_000;
const patienceMs = 10_000;
const maxKeySetBytes = 256 * 1024;

const KeySet = z.looseObject({ keys: z.array(z.looseObject({ kid: z.string().optional() })) });
type KeySet = z.infer<typeof KeySet>;

export interface TokenPorts {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** Base URL of the connected instance's Frontend API; undefined while the sandbox is down. */
  readonly frontendUrl: () => Promise<string | undefined>;
  /** What `iss` of the instance's tokens is expected to be. */
  readonly issuer: () => Promise<string>;
  readonly isSandbox: boolean;
  readonly nowMs?: () => number;
}

export interface TokenService {
  /**
   * Clerk's answer for a token, its strict findings beside it. The keys are the given one's or those of the
   * connected instance; no address inside the token is ever asked. Throws `clerk.unreachable`,
   * `sandbox.unreachable` or `clerk.refused` when the instance's keys are needed and cannot be had.
   */
  verify(input: VerifyInput): Promise<VerifyOutput>;
}

interface FetchedKeys {
  readonly jwks: KeySet;
  readonly fetchedAtMs: number;
  readonly clock: VerifyOutput['clock'];
}

export function createTokenService(ports: TokenPorts): TokenService {
  const now = ports.nowMs ?? Date.now;
  let kept: FetchedKeys | undefined;

  const keysOfInstance = async (ifOlderThanMs: number): Promise<FetchedKeys> => {
    const age = kept === undefined ? Number.POSITIVE_INFINITY : now() - kept.fetchedAtMs;
    // A clock set back would make them look young for ever.
    if (kept !== undefined && age >= 0 && age < ifOlderThanMs) return kept;
    kept = await fetchKeys(ports, now);
    return kept;
  };

  const judge = async (token: string, options: InspectOptions): Promise<Verification> => {
    // Clerk's SDK is read when the first token is verified, not when the console starts.
    const { verifyForInspection } = await import('../clerk/inspect.ts');
    return verifyForInspection(token, options);
  };

  const withInstance = async ({ token, options }: VerifyInput): Promise<VerifyOutput> => {
    const expectedIssuer = await ports.issuer();
    const ask = async (keys: FetchedKeys, nowMs: number): Promise<Verification> =>
      judge(token, { ...sdkOptions(options), jwks: keys.jwks, expectedIssuer, nowMs });
    let keys = await keysOfInstance(keptMs);
    let judgedAtMs = now();
    let answer = await ask(keys, judgedAtMs);
    if (isKeyTrouble(answer)) {
      const newer = await keysOfInstance(askAgainAfterMs);
      if (newer !== keys) {
        keys = newer;
        judgedAtMs = now();
        answer = await ask(keys, judgedAtMs);
      }
    }
    const { clock } = keys;
    const isApart = clock !== null && Math.abs(clock.aheadMs) > clock.uncertaintyMs;
    const byServer = isApart ? await ask(keys, judgedAtMs - clock.aheadMs) : answer;
    return {
      ...answer,
      findings: [...answer.findings],
      keySource: 'instance',
      keyIds: kidsOf(keys.jwks),
      judgedAtMs,
      clock,
      byServerClock: byServer.reason === answer.reason ? null : outcomeOf(byServer),
    };
  };

  const withGiven = async (
    { token, options }: VerifyInput,
    key: GivenKey,
  ): Promise<VerifyOutput> => {
    const judgedAtMs = now();
    const jwks = 'jwks' in key ? parsed(key.jwks) : undefined;
    const answer = await judge(token, {
      ...sdkOptions(options),
      ...('pem' in key ? { jwtKeyPem: key.pem } : { jwks }),
      nowMs: judgedAtMs,
    });
    const set = KeySet.safeParse(jwks);
    return {
      ...answer,
      findings: [...answer.findings],
      keySource: 'pem' in key ? 'pem' : 'jwks',
      keyIds: set.success ? kidsOf(set.data) : [],
      judgedAtMs,
      clock: null,
      byServerClock: null,
    };
  };

  return {
    verify: async (input) => {
      const { key } = input;
      if (key === undefined) return withInstance(input);
      if (holdsPrivateKey(key)) throw privateKey();
      return withGiven(input, key);
    },
  };
}

const sdkOptions = (
  options: VerifyInput['options'] = {},
): Pick<InspectOptions, 'audience' | 'authorizedParties' | 'issuer' | 'clockSkewMs'> => {
  const { audience, authorizedParties, issuer, clockSkewMs } = options;
  return {
    ...(audience === undefined ? {} : { audience }),
    ...(authorizedParties === undefined ? {} : { authorizedParties }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
  };
};

/** Answers that a newer key set may change. */
const isKeyTrouble = ({ reason }: Verification): boolean =>
  reason === 'jwk-kid-mismatch' || reason === 'token-invalid-signature';

const outcomeOf = ({
  valid,
  reason,
  message,
  remedy,
}: Verification): NonNullable<VerifyOutput['byServerClock']> => ({
  valid,
  reason,
  message,
  remedy,
});

const kidsOf = ({ keys }: KeySet): string[] =>
  keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid])).slice(0, 50);

async function fetchKeys(ports: TokenPorts, now: () => number): Promise<FetchedKeys> {
  const base = await ports.frontendUrl();
  if (base === undefined) throw silent(ports);
  const sentAtMs = now();
  let response: Response;
  let text: string;
  try {
    response = await ports.fetch(`${base}/.well-known/jwks.json`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    text = await response.text();
  } catch (cause) {
    throw silent(ports, cause);
  }
  const set = text.length > maxKeySetBytes ? undefined : KeySet.safeParse(parsed(text));
  if (!response.ok || set?.success !== true) {
    throw new AppException(
      appError('clerk.refused', 'The instance gave no key set.', {
        remedy: 'Give a key set or a public key, or try again.',
        details: { status: response.status },
      }),
    );
  }
  const fetchedAtMs = now();
  return { jwks: set.data, fetchedAtMs, clock: clockOf(response, sentAtMs, fetchedAtMs) };
}

/** The `Date` header has whole seconds: the middle of its second, against the middle of the exchange. */
function clockOf(
  response: Response,
  sentAtMs: number,
  receivedAtMs: number,
): VerifyOutput['clock'] {
  const serverMs = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isFinite(serverMs)) return null;
  return {
    aheadMs: Math.round((sentAtMs + receivedAtMs) / 2 - (serverMs + 500)),
    uncertaintyMs: Math.round((receivedAtMs - sentAtMs) / 2 + 500),
    measuredAtMs: receivedAtMs,
  };
}

/** Not JSON is not a key set either; `null` is what the verifier refuses as such. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A private key has no business here: the page refuses it first, and so does this side. */
const holdsPrivateKey = (key: GivenKey): boolean =>
  'pem' in key ? /PRIVATE KEY/.test(key.pem) : /"d"\s*:/.test(key.jwks);

const privateKey = (): AppException =>
  new AppException(
    appError('boundary.bad_input', 'That is a private key, which nobody but Clerk should hold.', {
      remedy: 'Give the public key, and replace this one if others saw it.',
    }),
  );

const silent = ({ isSandbox }: TokenPorts, cause?: unknown): AppException =>
  new AppException(
    isSandbox
      ? appError('sandbox.unreachable', 'The sandbox does not answer, so its keys are not known.')
      : appError('clerk.unreachable', 'The keys of the instance could not be fetched.', {
          remedy: 'Check the connection, or give a public key.',
        }),
    { cause },
  );
