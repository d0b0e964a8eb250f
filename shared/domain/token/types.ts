import { isJsonObject, type Json, type JsonObject } from '../json.ts';

export interface EmitTypesInput {
  /** Custom claims of one or more tokens. A claim that some lack becomes optional. */
  readonly examples: readonly JsonObject[];
  /** Role keys with their prefix. */
  readonly roles?: readonly string[];
  /** Permission keys; system permissions are left out, as they are in no token. */
  readonly permissions?: readonly string[];
}

/**
 * TypeScript declarations from tokens as they were seen: the global `CustomJwtSessionClaims`, and
 * `ClerkAuthorization` when roles or permissions are given (clerk/javascript
 * packages/shared/src/types/jwtv2.ts and organizationMembership.ts). Compiles under `tsc --strict`.
 * For what a template can make, rather than what it made, see `declareTypes` in the template domain.
 */
export function emitTypes(input: EmitTypesInput): string {
  const { examples, roles = [], permissions = [] } = input;
  const shape = merge(examples);
  const lines = ['export {};', '', 'declare global {'];
  lines.push(`  interface CustomJwtSessionClaims ${objectText(shape, '  ')}`);
  const custom = permissions.filter((key) => !key.startsWith('org:sys_'));
  if (roles.length > 0 || custom.length > 0)
    lines.push(
      '',
      '  interface ClerkAuthorization {',
      `    permission: ${keyUnion(custom)};`,
      `    role: ${keyUnion(roles)};`,
      '  }',
    );
  lines.push('}', '');
  return lines.join('\n');
}

const keyUnion = (keys: readonly string[]): string =>
  keys.length === 0
    ? 'string'
    : [...new Set(keys)]
        .sort()
        .map((key) => JSON.stringify(key))
        .join(' | ');

/** What was seen at one place. */
interface Shape {
  readonly primitives: Set<'string' | 'number' | 'boolean' | 'null'>;
  object: Members | null;
  list: Shape | null;
}

interface Members {
  readonly byName: Map<string, { readonly shape: Shape; seen: number }>;
  /** How many objects were merged. */
  count: number;
}

const emptyShape = (): Shape => ({ primitives: new Set(), object: null, list: null });

function merge(examples: readonly JsonObject[]): Members {
  const members: Members = { byName: new Map(), count: 0 };
  for (const example of examples) addObject(members, example);
  return members;
}

function addObject(members: Members, object: JsonObject): void {
  members.count += 1;
  for (const [name, value] of Object.entries(object)) {
    const member = members.byName.get(name) ?? { shape: emptyShape(), seen: 0 };
    member.seen += 1;
    addValue(member.shape, value);
    members.byName.set(name, member);
  }
}

function addValue(shape: Shape, value: Json): void {
  if (value === null) shape.primitives.add('null');
  else if (typeof value === 'string') shape.primitives.add('string');
  else if (typeof value === 'number') shape.primitives.add('number');
  else if (typeof value === 'boolean') shape.primitives.add('boolean');
  else if (isJsonObject(value))
    addObject((shape.object ??= { byName: new Map(), count: 0 }), value);
  else {
    shape.list ??= emptyShape();
    for (const item of value) addValue(shape.list, item);
  }
}

function objectText(members: Members, indent: string): string {
  if (members.byName.size === 0) return '{}';
  const lines = [...members.byName].map(([name, { shape, seen }]) => {
    const isOptional = seen < members.count;
    return `${indent}  ${nameText(name)}${isOptional ? '?' : ''}: ${shapeText(shape, `${indent}  `)};`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function shapeText(shape: Shape, indent: string): string {
  const parts: string[] = [...shape.primitives].filter((name) => name !== 'null').sort();
  if (shape.object !== null)
    parts.push(
      shape.object.byName.size === 0 ? 'Record<string, unknown>' : objectText(shape.object, indent),
    );
  if (shape.list !== null) {
    const item = shapeText(shape.list, indent);
    parts.push(item.includes('|') || item.includes('\n') ? `Array<${item}>` : `${item}[]`);
  }
  if (shape.primitives.has('null')) parts.push('null');
  // A value that was only ever null may be anything once it is set.
  if (parts.length === 0 || (parts.length === 1 && parts[0] === 'null')) return 'unknown';
  return parts.join(' | ');
}

const nameText = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
