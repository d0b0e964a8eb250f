import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { isKnownRoot } from './chain.ts';
import { parseText, type Operand } from './expression.ts';
import { reservedVerdict } from './reserved.ts';
import { shortcodeByName, type Shortcode } from './shortcodes.ts';
import type { TemplateKind } from './types.ts';

/** A role and what it may do, by their keys. */
export interface RoleKeys {
  readonly key: string;
  readonly permissions: readonly string[];
}

const shortcodeTypes: Record<Shortcode['type'], readonly string[]> = {
  string: ['string'],
  number: ['number'],
  boolean: ['true', 'false'],
  'string[]': ['string[]'],
  object: ['Record<string, unknown>'],
};

/** The types a path can have. What metadata holds is not known. */
function pathTypes(segments: readonly string[]): readonly string[] {
  const shortcode = shortcodeByName.get(segments.slice(0, 2).join('.'));
  if (shortcode === undefined) return ['null'];
  if (segments.length > 2) {
    return shortcode.type === 'object' ? ['unknown'] : ['null'];
  }
  const types = shortcodeTypes[shortcode.type];
  return shortcode.nullWhen === null ? types : [...types, 'null'];
}

const operandTypes = (operand: Operand): readonly string[] =>
  operand.kind === 'literal' ? [JSON.stringify(operand.value)] : pathTypes(operand.segments);

/** Null and false pass on to the next operand, so only the last one can leave them. */
function chainTypes(operands: readonly Operand[]): string[] {
  const types: string[] = [];
  for (const [index, operand] of operands.entries()) {
    const own = operandTypes(operand);
    const isLast = index === operands.length - 1;
    const kept = isLast ? own : own.filter((type) => type !== 'null' && type !== 'false');
    types.push(...kept);
    if (kept.length === own.length && !own.includes('unknown') && !isLast) break;
  }
  return types;
}

function union(types: readonly string[]): string {
  const unique = [...new Set(types)];
  if (unique.includes('unknown')) return 'unknown';
  const both = unique.includes('true') && unique.includes('false');
  const named = both
    ? ['boolean', ...unique.filter((type) => type !== 'true' && type !== 'false')]
    : unique;
  // A literal beside its own general type says nothing.
  const shown = named.filter(
    (type) =>
      !(type.startsWith('"') && named.includes('string')) &&
      !(/^-?[0-9]/.test(type) && named.includes('number')),
  );
  return shown.length === 0 ? 'never' : shown.join(' | ');
}

function textTypes(text: string): readonly string[] {
  const { parts } = parseText(text);
  const chains = parts.filter((part) => part.kind === 'chain');
  const evaluated = chains.filter(({ operands }) =>
    operands.every((operand) => operand.kind === 'literal' || isKnownRoot(operand.segments[0])),
  );
  const [only] = evaluated;
  if (only === undefined) return [JSON.stringify(text)];
  return parts.length === 1 ? chainTypes(only.operands) : ['string'];
}

function valueTypes(value: Json, indent: string): readonly string[] {
  if (typeof value === 'string') return textTypes(value);
  if (typeof value !== 'object' || value === null) return [JSON.stringify(value)];
  if (isJsonObject(value)) {
    return Object.keys(value).length === 0
      ? ['Record<string, never>']
      : [`{\n${membersOf(value, `${indent}  `)}\n${indent}}`];
  }
  if (value.length === 0) return ['never[]'];
  const item = union(value.flatMap((entry) => valueTypes(entry, indent)));
  return [item.includes('|') ? `(${item})[]` : `${item}[]`];
}

const nameOf = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);

function membersOf(claims: JsonObject, indent: string): string {
  return Object.entries(claims)
    .map(([key, value]) => `${indent}${nameOf(key)}: ${union(valueTypes(value, indent))};`)
    .join('\n');
}

const keyUnion = (keys: readonly string[]): string =>
  [...new Set(keys)]
    .sort()
    .map((key) => JSON.stringify(key))
    .join(' | ');

/**
 * TypeScript declarations for what a template makes: the global `CustomJwtSessionClaims` for session claims, an
 * exported `TemplateClaims` for a template; with roles also the global `ClerkAuthorization`, which types `has()`.
 */
export function declareTypes(
  claims: JsonObject,
  kind: TemplateKind,
  roles: readonly RoleKeys[] | null,
): string {
  const kept = Object.fromEntries(
    Object.entries(claims).filter(([key]) => reservedVerdict(kind, key)?.leftOut !== true),
  );
  const indent = kind === 'session-claims' ? '    ' : '  ';
  const members = membersOf(kept, indent);
  const body = members === '' ? '{}' : `{\n${members}\n${indent.slice(2)}}`;
  const globals: string[] = [];
  if (kind === 'session-claims') globals.push(`  interface CustomJwtSessionClaims ${body}`);
  if (roles !== null) {
    const permissions = keyUnion(roles.flatMap((role) => role.permissions));
    const names = keyUnion(roles.map((role) => role.key));
    globals.push(
      `  interface ClerkAuthorization {\n    permission: ${permissions || 'never'};\n    role: ${names || 'never'};\n  }`,
    );
  }
  return [
    kind === 'session-claims' ? 'export {};' : `export interface TemplateClaims ${body}`,
    ...(globals.length === 0 ? [] : ['', `declare global {\n${globals.join('\n\n')}\n}`]),
    '',
  ].join('\n');
}
