import {
  decideRoute,
  requestKinds,
  type RouteDecision,
} from '../../../shared/domain/policy/decide.ts';
import { parsePolicy, type RoutePolicy } from '../../../shared/domain/policy/policy.ts';
import { readAuth, type TokenAuth } from '../../../shared/domain/token/claims.ts';
import { oneOf, type Flags } from '../args.ts';
import { print, type Command } from '../command.ts';
import { readStdinSoon, readText, tokenLimit, unusable, type CommandIo } from '../io.ts';
import { printable, table } from '../text.ts';
import { readToken, tokenOption, tokenText, type ReadToken } from '../token.ts';
import { hasKey, verificationOptions } from '../verification.ts';
import { assertKey, unverifiedOption, verified } from './has.ts';

async function readPolicy(flags: Flags, io: CommandIo): Promise<RoutePolicy> {
  const text = await readText(io, flags.need('policy'), 'The policy');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable('The policy is not JSON.');
  }
  const parsed = io.within('The policy', () => parsePolicy(json));
  if (parsed.ok) return parsed.value;
  const { message, pointer } = parsed.error;
  throw unusable(`The policy is refused${pointer === '' ? '' : ` at ${pointer}`}: ${message}`);
}

/** How long an open pipe may stay silent when nothing says that a token is coming. */
const silenceMs = 1000;

/** The token, or null for a signed-out request. */
async function maybeToken(flags: Flags, io: CommandIo): Promise<ReadToken | null> {
  if (flags.given('signed-out')) return null;
  const isExpected = hasKey(flags) || flags.given('unverified') || flags.given('token-file');
  if (!isExpected && (io.isTty || io.stdin === null)) return null;
  const text = isExpected
    ? await tokenText(flags, io)
    : await readStdinSoon(io, tokenLimit, silenceMs);
  if (text === null) io.note('No token came on stdin, so the request is signed out.\n');
  return text === null || text.trim() === '' ? null : readToken(text, io);
}

interface Caller {
  readonly auth: TokenAuth | null;
  readonly machine: boolean;
  readonly verification: Awaited<ReturnType<typeof verified>> | null;
}

async function readCaller(flags: Flags, io: CommandIo): Promise<Caller> {
  const token = await maybeToken(flags, io);
  if (token === null) return { auth: null, machine: false, verification: null };
  assertKey(flags);
  const verification = await verified(token, flags, io);
  const machine = token.kind === 'm2m' || token.kind === 'oauth';
  const holds = verification.valid !== false && !machine;
  return {
    auth: holds ? readAuth(token.decoded.claims) : null,
    machine: machine && verification.valid !== false,
    verification,
  };
}

const sentences: Record<RouteDecision['decision'], string> = {
  allow: 'Allowed.',
  'sign-in': 'Sign-in is asked for.',
  deny: 'Denied.',
  skip: 'The middleware does not run here.',
  error: 'The request is refused as malformed.',
};

function report(made: RouteDecision): string[] {
  return [
    `${sentences[made.decision]} ${made.http.sentence}`,
    '',
    ...table(made.trace.map(({ step, sentence }) => [step, sentence])),
  ];
}

export const routeCommand: Command = {
  name: 'route',
  summary: "Says what a route policy decides for a request, as Clerk's middleware would.",
  usage:
    'route --policy FILE --path PATH [--as page|fetch|action] [--jwks FILE|URL] [--json] [< token]',
  options: [
    { name: 'policy', value: 'FILE', help: '{matcher?, rules, fallback}; - is stdin' },
    { name: 'path', value: 'PATH', help: 'path of the request' },
    { name: 'method', value: 'METHOD', help: 'GET by default; POST for an action' },
    {
      name: 'as',
      value: requestKinds.join('|'),
      help: 'who asks, which decides what a refused request receives; page by default',
    },
    { name: 'signed-out', value: null, help: 'decide for nobody, without reading stdin' },
    tokenOption,
    unverifiedOption,
    ...verificationOptions,
  ],
  notes: [
    'Without a token the request is signed out.',
    'Exit 0: allowed or skipped · 1: sign-in, denied or malformed · 2: unusable input, or a token without a key.',
  ],
  run: async (flags, io) => {
    const as = oneOf(flags, 'as', requestKinds) ?? 'page';
    const path = flags.need('path');
    const method = (flags.one('method') ?? (as === 'action' ? 'POST' : 'GET')).toUpperCase();
    if (!/^[A-Z]{1,20}$/.test(method)) throw unusable('--method is a word such as GET or POST.');
    if (flags.one('policy') === '-' && !flags.given('token-file') && !flags.given('signed-out')) {
      throw unusable(
        'stdin cannot hold both the policy and a token.',
        'Add --token-file FILE or --signed-out.',
      );
    }
    const policy = await readPolicy(flags, io);
    const { auth, machine, verification } = await readCaller(flags, io);
    const made = io.within('A pattern of this policy', () =>
      decideRoute(policy, { path, method, as, machine }, auth),
    );
    for (const { pointer, message, instead } of policy.warnings) {
      const advice = instead === null ? '' : ` Write ${instead}.`;
      io.note(`${printable(`Note at ${pointer}: ${message}${advice}`)}\n`);
    }
    const { decision, rule, http, trace } = made;
    print(io, flags, {
      json: { decision, rule, http, method, as, trace, verification, warnings: policy.warnings },
      lines: report(made),
    });
    return decision === 'allow' || decision === 'skip' ? 0 : 1;
  },
};
