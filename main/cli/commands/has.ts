import { isJsonObject } from '../../../shared/domain/json.ts';
import {
  explainHas,
  type HasCheck,
  type HasExplanation,
} from '../../../shared/domain/access/has.ts';
import { readAuth } from '../../../shared/domain/token/claims.ts';
import type { Flags } from '../args.ts';
import { print, type Command } from '../command.ts';
import { unusable, type CommandIo } from '../io.ts';
import { table, wrap } from '../text.ts';
import { readToken, tokenOption, tokenText, type ReadToken } from '../token.ts';
import { hasKey, verificationOptions, verify, type Verification } from '../verification.ts';

export const unverifiedOption = {
  name: 'unverified',
  value: null,
  help: "answer without a key; the token's own word is taken",
} as const;

/** Without a key nothing holds: exit 2, unless the token's own word is asked for. */
export function assertKey(flags: Flags): void {
  if (hasKey(flags) || flags.given('unverified')) return;
  throw unusable(
    'Without a key this cannot hold: anybody could have written the token.',
    "Give --jwks or --jwt-key, or --unverified to take the token's own word.",
  );
}

/** The verification, and one line about it when it is not a plain yes. */
export async function verified(
  token: ReadToken,
  flags: Flags,
  io: CommandIo,
): Promise<Verification> {
  const verification = await verify(token.decoded.raw, flags, io);
  if (verification.valid === null)
    io.note('Not verified: the answer takes the token at its word.\n');
  if (verification.valid === false) {
    io.note(
      `The token does not hold: ${verification.message} ${verification.remedy ?? ''}`.trim() + '\n',
    );
  }
  if (token.kind === 'template') {
    io.note("This is a JWT-template token; Clerk's SDK reads it as a version 1 session token.\n");
  }
  return verification;
}

const knownMembers = ['role', 'permission', 'feature', 'plan', 'reverification'];

function parseCheck(text: string): HasCheck {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unusable('--check is not JSON.', `Write for example --check '{"role":"org:admin"}'.`);
  }
  if (!isJsonObject(parsed)) {
    throw unusable(
      '--check is a JSON object.',
      `Write for example --check '{"role":"org:admin"}'.`,
    );
  }
  const unknown = Object.keys(parsed).find((key) => !knownMembers.includes(key));
  if (unknown !== undefined) {
    throw unusable(
      `has() takes no member ${JSON.stringify(unknown.slice(0, 40))}.`,
      `It takes ${knownMembers.join(', ')}.`,
    );
  }
  return parsed;
}

function report(result: boolean, found: HasExplanation, verification: Verification): string[] {
  const lines = [
    `has() is ${String(result)}.`,
    ...(verification.valid === false
      ? wrap(`The token does not hold, so nothing does: ${verification.message}`)
      : []),
    '',
    ...table(
      found.dimensions
        .filter(({ verdict }) => verdict !== 'skip')
        .map(({ name, verdict, asked, found: had, from }) => [
          verdict,
          name,
          `asked ${asked ?? '–'}`,
          `found ${had ?? 'nothing'}`,
          `in ${from}`,
        ]),
    ),
  ];
  for (const { verdict, reason } of found.dimensions) {
    if (verdict === 'fail') lines.push(...wrap(reason, '  '));
  }
  if (found.fixes.length > 0) {
    lines.push('', 'What would make it true (each alone is enough)');
    for (const fix of found.fixes) lines.push(...wrap(`· ${fix.steps.join(' And: ')}`, '  '));
  }
  for (const note of found.notes) lines.push('', ...wrap(note));
  return lines;
}

export const hasCommand: Command = {
  name: 'has',
  summary: 'Says what has() answers for a token, and why.',
  usage: `has --check '{"permission":"org:data:read"}' --jwks FILE|URL [--json] < token`,
  options: [
    { name: 'check', value: 'JSON', help: `what is asked: ${knownMembers.join(', ')}` },
    tokenOption,
    unverifiedOption,
    ...verificationOptions,
  ],
  notes: [
    'Exit 0: true, for a verified and unexpired token · 1: false · 2: unusable input, or no key.',
  ],
  run: async (flags, io) => {
    const check = parseCheck(flags.need('check'));
    assertKey(flags);
    const token = readToken(await tokenText(flags, io), io);
    const verification = await verified(token, flags, io);
    const auth = readAuth(token.decoded.claims);
    const found = io.within('This check', () => explainHas(auth, check));
    const isMachine = token.kind === 'm2m' || token.kind === 'oauth';
    if (isMachine) io.note('A machine token has no has(): the answer is always false.\n');
    // auth() hands out a signed-out object for a pending session, so its has() is false.
    const isPending = auth.sessionStatus === 'pending';
    const result = found.result && verification.valid !== false && !isMachine && !isPending;
    const { dimensions, fixes, notes } = found;
    print(io, flags, {
      json: { result, dimensions, fixes, notes, verification },
      lines: report(result, found, verification),
    });
    return result ? 0 : 1;
  },
};
