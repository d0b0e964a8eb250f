import { isJsonObject, type Json } from '../../../../shared/domain/json.ts';
import type {
  ClaimOrigin,
  NullReason,
  OperandOrigin,
  PreviewContext,
  TemplateKind,
  TemplateResult,
} from '../../../../shared/domain/template/types.ts';
import { formatCount } from '../../../ui/format.logic.ts';

/** A line of the preview: a value with its origin, or an object or list whose members follow indented. */
export interface PreviewRow {
  readonly pointer: string;
  readonly name: string;
  readonly depth: number;
  readonly leaf: {
    readonly value: Json;
    /** Where it comes from, in a few words. */
    readonly from: string;
    /** Why it is null; null when it is not. */
    readonly nullNote: string | null;
    readonly isStatic: boolean;
  } | null;
}

const escape = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The claims in their order, one row per value the template writes. */
export function previewRows({ claims, origins }: TemplateResult): readonly PreviewRow[] {
  const rows: PreviewRow[] = [];
  const visit = (value: Json, pointer: string, name: string, depth: number): void => {
    const origin = Object.hasOwn(origins, pointer) ? origins[pointer] : undefined;
    const members = origin === undefined ? membersOf(value) : [];
    if (members.length === 0) {
      rows.push({ pointer, name, depth, leaf: leafOf(value, origin) });
      return;
    }
    rows.push({ pointer, name, depth, leaf: null });
    for (const [member, inner] of members) {
      visit(inner, `${pointer}/${escape(member)}`, member, depth + 1);
    }
  };
  for (const [name, value] of Object.entries(claims)) visit(value, `/${escape(name)}`, name, 0);
  return rows;
}

const membersOf = (value: Json): readonly (readonly [string, Json])[] => {
  if (Array.isArray(value)) return value.map((inner: Json, at) => [String(at), inner] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
};

function leafOf(value: Json, origin: ClaimOrigin | undefined): NonNullable<PreviewRow['leaf']> {
  return {
    value,
    from: origin === undefined ? 'as written' : originText(origin),
    nullNote: value === null && origin !== undefined ? nullNote(origin) : null,
    isStatic: origin === undefined || origin.kind === 'static',
  };
}

/** Where a value comes from, in a few words. */
function originText({ kind, operands }: ClaimOrigin): string {
  if (kind === 'static') return 'as written';
  if (kind === 'verbatim') return 'braces left as text';
  const chosen = operands.filter((operand) => operand.chosen);
  const names = (chosen.length > 0 ? chosen : operands).map(({ text }) => text);
  return kind === 'text' ? `text with ${names.join(', ')}` : names.join(' || ');
}

/** Why a value is null: of a chain, the last operand decides. */
function nullNote({ operands }: ClaimOrigin): string | null {
  const last = operands.findLast(({ nullReason }) => nullReason !== null);
  return last === undefined ? null : reasonText(last);
}

function reasonText({ text, nullReason }: OperandOrigin): string {
  const at = text.lastIndexOf('.');
  const parent = text.slice(0, at).split('.').at(-1) ?? '';
  const key = text.slice(at + 1);
  const reasons: Readonly<Record<NullReason, string>> = {
    'no-active-organization': 'no organization is active',
    'no-membership': 'there is no membership',
    'no-session': 'there is no session',
    'not-impersonating': 'the session is not impersonated',
    'not-set': `${key} is not set`,
    'not-in-record': `the record has no ${key}`,
    'missing-key': `${parent} has no key ${key}`,
    'path-through-value': `${parent} is no object, so it has no key ${key}`,
    'unknown-property': `${text} is no documented shortcode`,
    private: 'private metadata is never exposed to a token',
  };
  return nullReason === null ? '' : reasons[nullReason];
}

/** The name a person is called by in the sentence: *Ada*. */
function firstNameOf({ user }: PreviewContext): string {
  const candidates = [user['first_name'], user['username'], user['id']];
  return candidates.find((name): name is string => typeof name === 'string') ?? 'this user';
}

/** *in Acme Robotics*, or *in the personal account*. */
export function placeOf({ organization }: PreviewContext): string {
  const name = organization?.['name'];
  return typeof name === 'string' ? `in ${name}` : 'in the personal account';
}

/** *For Ada in Acme Robotics this template gives 9 claims, 412 bytes. dept is null: …* */
export function previewSentence(
  context: PreviewContext,
  result: TemplateResult,
  kind: TemplateKind,
): string {
  const count = Object.keys(result.claims).length;
  const custom = kind === 'session-claims' ? 'custom ' : '';
  const claims = `${count === 0 ? 'no' : formatCount(count)} ${custom}${count === 1 ? 'claim' : 'claims'}`;
  const what =
    kind === 'jwt-template' ? `this template gives ${claims}` : `the session token gets ${claims}`;
  const size = count === 0 ? '' : `, ${formatCount(result.customBytes)} bytes`;
  const gives = `For ${firstNameOf(context)} ${placeOf(context)} ${what}${size}.`;
  const nulls = previewRows(result).filter(({ leaf }) => leaf !== null && leaf.nullNote !== null);
  const [first, ...others] = nulls;
  if (first?.leaf?.nullNote == null) return gives;
  const more =
    others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'is' : 'are'} null.`;
  return `${gives} ${first.name} is null: ${first.leaf.nullNote}.${more}`;
}

/** A value as compact JSON, cut where it would fill the page. */
export const valueText = (value: Json | undefined): string => {
  if (value === undefined) return '–';
  const text = JSON.stringify(value);
  return text.length <= 600
    ? text
    : `${text.slice(0, 600)}… (${formatCount(text.length)} characters)`;
};

export const typeName = (value: Json | undefined): string =>
  value === null ? 'null' : typeof value;
