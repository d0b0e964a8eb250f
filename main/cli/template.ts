import { isJsonObject, type JsonObject } from '../../shared/domain/json.ts';
import { compileTemplate } from '../../shared/domain/template/compile.ts';
import { parseTemplateText } from '../../shared/domain/template/jsonText.ts';
import {
  locateWarnings,
  repeatedNames,
  type LocatedWarning,
} from '../../shared/domain/template/locate.ts';
import {
  templateKinds,
  type CompiledTemplate,
  type PreviewContext,
  type TemplateKind,
  type TemplateWarning,
} from '../../shared/domain/template/types.ts';
import { oneOf, type Flags, type Option } from './args.ts';
import { readText, unusable, type CommandIo } from './io.ts';

export const templateOptions: readonly Option[] = [
  { name: 'template', value: 'FILE', help: 'the claims: one JSON object; - is stdin' },
  {
    name: 'kind',
    value: 'KIND',
    help: `${templateKinds.join(' or ')}: what the claims are for; jwt-template by default`,
  },
];

export interface ReadTemplate {
  readonly kind: TemplateKind;
  readonly claims: JsonObject;
  readonly compiled: CompiledTemplate;
  readonly warnings: readonly LocatedWarning[];
}

/** What `--kind` changes: for the help of commands that size claims. */
export const kindNote =
  'KIND session-claims is the customization of the session token: it has to fit into a cookie, and Clerk keeps more names for itself. A jwt-template token travels in a header and has no cookie limit.';

/** Records of the Backend API, the sandbox's own among them, that hold claims in a member. */
const records: readonly unknown[] = ['jwt_template', 'session_token_claims'];

/** The claims of a file: the whole of it, or a member of the record that it is. */
const claimsOf = (parsed: JsonObject): JsonObject =>
  records.includes(parsed['object']) && isJsonObject(parsed['claims']) ? parsed['claims'] : parsed;

export async function readTemplate(
  flags: Flags,
  io: CommandIo,
  fallbackKind: TemplateKind = 'jwt-template',
): Promise<ReadTemplate> {
  const asked = oneOf(flags, 'kind', templateKinds);
  const text = await readText(io, flags.need('template'), 'The template');
  return io.within('The template', () => {
    const parsed = parseTemplateText(text);
    if (!parsed.ok) {
      const { line, column, message } = parsed.error;
      throw unusable(`The template is no JSON object: line ${line}, column ${column}. ${message}`);
    }
    const claims = claimsOf(parsed.value);
    // Bare claims could be either; this record cannot.
    const isSession = claims !== parsed.value && parsed.value['object'] === 'session_token_claims';
    const kind = asked ?? (isSession ? 'session-claims' : fallbackKind);
    const compiled = compileTemplate(claims, { kind });
    // The pointers of a whole Backend API record start one level higher.
    const located =
      claims === parsed.value
        ? locateWarnings(text, compiled.warnings)
        : locateWarnings(
            text,
            compiled.warnings.map((warning) => ({
              ...warning,
              pointer: `/claims${warning.pointer}`,
            })),
          );
    return { kind, claims, compiled, warnings: [...repeatedNames(text), ...located] };
  });
}

/** Where a warning stands, for people. */
export const placeOf = (warning: TemplateWarning & { line?: number; column?: number }): string =>
  warning.line === undefined
    ? warning.pointer
    : `line ${warning.line}, column ${warning.column ?? 1}`;

const contextMembers = ['user', 'organization', 'membership', 'session', 'memberships'];

/** Checks one context; `where` opens the message. */
function contextOf(parsed: unknown, where: string): PreviewContext {
  if (!isJsonObject(parsed)) {
    throw unusable(
      `${where} is not an object.`,
      'It takes user, organization, membership and session as the Backend API returns them.',
    );
  }
  if (!isJsonObject(parsed['user'])) {
    throw unusable(
      `${where} has no user.`,
      'Put a user as the Backend API returns it in the member user.',
    );
  }
  for (const name of ['organization', 'membership', 'session']) {
    const member = parsed[name];
    if (member !== undefined && member !== null && !isJsonObject(member)) {
      throw unusable(`${where}: ${name} is neither an object nor null.`);
    }
  }
  const { memberships } = parsed;
  if (memberships !== undefined && memberships !== null && !Array.isArray(memberships)) {
    throw unusable(`${where}: memberships is neither a list nor null.`);
  }
  const stray = Object.keys(parsed).find((key) => !contextMembers.includes(key));
  if (stray !== undefined) {
    throw unusable(
      `${where} has a member ${JSON.stringify(stray.slice(0, 40))} that is not read.`,
      `It takes ${contextMembers.join(', ')}.`,
    );
  }
  return parsed as unknown as PreviewContext;
}

/** Nesting of a context; the claims it makes have to be written as JSON again. */
const deepest = 500;

export function parseContext(text: string, where: string): PreviewContext {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unusable(`${where} is not JSON.`);
  }
  if (depthOf(text) > deepest) throw unusable(`${where} is nested deeper than ${deepest} levels.`);
  return contextOf(parsed, where);
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > most) most = depth;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return most;
}
