import { isJsonObject, setMember, type Json, type JsonObject } from '../json.ts';
import { parseText } from './expression.ts';
import { escapedBytes, jsonBytes } from './jsonBytes.ts';
import { lintText } from './lintText.ts';
import { reservedVerdict } from './reserved.ts';
import {
  maxTemplateDepth,
  type ClaimOrigin,
  type CompiledTemplate,
  type PreviewContext,
  type TemplateKind,
  type TemplateWarning,
} from './types.ts';
import { compileText, type CompiledText } from './value.ts';

interface Findings {
  readonly origins: Record<string, ClaimOrigin>;
  readonly warnings: TemplateWarning[];
}

interface Node {
  /** The value itself when nothing in it depends on the context. */
  readonly constant: { readonly value: Json } | null;
  readonly render: (context: PreviewContext) => Json;
  readonly size: (context: PreviewContext) => number;
  readonly explain: (context: PreviewContext, into: Findings) => void;
}

type Warn = (warning: TemplateWarning) => void;

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const staticOrigin: ClaimOrigin = { kind: 'static', source: null, operands: [] };

function constantNode(value: Json, explain: Node['explain']): Node {
  const bytes = jsonBytes(value);
  return { constant: { value }, render: () => value, size: () => bytes, explain };
}

/** Findings that depend on the values met: `null` in a text, an object in a text, 0 or "" kept before a fallback. */
function contextWarnings(
  text: CompiledText,
  context: PreviewContext,
  pointer: string,
  warn: Warn,
): void {
  for (const chain of text.chains) {
    const value = chain.read(context);
    const place = { pointer, offset: chain.at, length: chain.source.length };
    if (chain.operands.length > 1 && (value === 0 || value === '')) {
      warn({
        code: 'falsy-kept',
        severity: 'note',
        message: `${value === 0 ? '0' : 'An empty text'} is kept: only null and false pass on to the next operand.`,
        ...place,
      });
    }
    if (text.kind !== 'interpolated') continue;
    if (value === null) {
      warn({
        code: 'null-in-text',
        severity: 'warning',
        message: 'This is null here, so the text reads “null”.',
        ...place,
      });
    } else if (typeof value === 'object') {
      warn({
        code: 'object-in-text',
        severity: 'warning',
        message:
          'How Clerk writes an object or a list inside text is not documented; shown as compact JSON.',
        ...place,
      });
    }
  }
}

function compileString(text: string, pointer: string, warn: Warn): Node {
  const parsed = parseText(text);
  const compiled = compileText(text, parsed);
  lintText(text, parsed, compiled, (code, severity, message, place, fix) => {
    warn({
      code,
      severity,
      message,
      pointer,
      offset: place?.at ?? 0,
      length: place?.length ?? 0,
      ...(fix === undefined ? {} : { fix }),
    });
  });
  const explain: Node['explain'] = (context, into) => {
    into.origins[pointer] = compiled.origin(context);
    contextWarnings(compiled, context, pointer, (warning) => into.warnings.push(warning));
  };
  if (compiled.kind === 'constant') return constantNode(text, explain);
  return { constant: null, render: compiled.render, size: compiled.size, explain };
}

function compileList(items: readonly Node[]): Node {
  const explain: Node['explain'] = (context, into) => {
    for (const item of items) item.explain(context, into);
  };
  if (items.every((item) => item.constant !== null)) {
    return constantNode(
      items.map((item) => item.constant?.value ?? null),
      explain,
    );
  }
  const frame = items.length + 1;
  return {
    constant: null,
    explain,
    render: (context) => items.map((item) => item.render(context)),
    size: (context) => {
      let bytes = frame;
      for (const item of items) bytes += item.size(context);
      return bytes;
    },
  };
}

interface Member {
  readonly key: string;
  readonly node: Node;
}

interface ObjectNode extends Node {
  readonly members: readonly Member[];
  readonly renderObject: (context: PreviewContext) => JsonObject;
}

function compileMembers(members: readonly Member[]): ObjectNode {
  // The constant members are set once; a copy of this object keeps their order and place.
  const frame: Record<string, Json> = {};
  const moving: Member[] = [];
  let constantBytes = members.length === 0 ? 2 : 1;
  for (const { key, node } of members) {
    setMember(frame, key, node.constant?.value ?? null);
    constantBytes += escapedBytes(key) + 4;
    if (node.constant === null) moving.push({ key, node });
    else constantBytes += jsonBytes(node.constant.value);
  }
  const keys = moving.map(({ key }) => key);
  const renderers = moving.map(({ node }) => node.render);
  const sizers = moving.map(({ node }) => node.size);
  const count = moving.length;
  const isPlain = !keys.includes('__proto__');
  const renderObject = (context: PreviewContext): JsonObject => {
    const made: Record<string, Json> = { ...frame };
    for (let at = 0; at < count; at += 1) {
      const key = keys[at] as string;
      const value = (renderers[at] as Node['render'])(context);
      if (isPlain) made[key] = value;
      else setMember(made, key, value);
    }
    return made;
  };
  return {
    constant: moving.length === 0 ? { value: frame } : null,
    members,
    renderObject,
    render: renderObject,
    size: (context) => {
      let bytes = constantBytes;
      for (let at = 0; at < count; at += 1) bytes += (sizers[at] as Node['size'])(context);
      return bytes;
    },
    explain: (context, into) => {
      for (const { node } of members) node.explain(context, into);
    },
  };
}

function warnShortcodeInKey(key: string, pointer: string, warn: Warn): void {
  if (!key.includes('{{')) return;
  warn({
    code: 'shortcode-in-key',
    severity: 'warning',
    message: 'Only values are templated: a shortcode in a name stays as literal text.',
    pointer,
    offset: 0,
    length: 0,
  });
}

function compileValue(value: Json, pointer: string, depth: number, warn: Warn): Node {
  if (typeof value === 'string') return compileString(value, pointer, warn);
  if (typeof value !== 'object' || value === null) {
    return constantNode(value, (_context, into) => {
      into.origins[pointer] = staticOrigin;
    });
  }
  if (depth >= maxTemplateDepth) {
    warn({
      code: 'too-deep',
      severity: 'error',
      message: `Nested deeper than ${maxTemplateDepth} levels; shown as null.`,
      pointer,
      offset: 0,
      length: 0,
    });
    return constantNode(null, () => undefined);
  }
  const emptyExplained = (node: Node): Node => ({
    ...node,
    explain: (_context, into) => {
      into.origins[pointer] = staticOrigin;
    },
  });
  if (!isJsonObject(value)) {
    const items = value.map((item, index) =>
      compileValue(item, `${pointer}/${index}`, depth + 1, warn),
    );
    return items.length === 0 ? emptyExplained(compileList(items)) : compileList(items);
  }
  const members = Object.entries(value).map(([key, member]): Member => {
    const at = `${pointer}/${escapePointer(key)}`;
    warnShortcodeInKey(key, at, warn);
    return { key, node: compileValue(member, at, depth + 1, warn) };
  });
  return members.length === 0 ? emptyExplained(compileMembers(members)) : compileMembers(members);
}

/**
 * Compiles the claims of a template or of the session token's customization. Simulates the documented language
 * (clerk/clerk-docs `docs/guides/sessions/jwt-templates.mdx`); every point the documentation leaves open is a
 * warning at its place. Reserved claims are reported and left out. Never throws.
 */
export function compileTemplate(
  claims: JsonObject,
  { kind }: { readonly kind: TemplateKind },
): CompiledTemplate {
  const warnings: TemplateWarning[] = [];
  const warn: Warn = (warning) => warnings.push(warning);
  const members: Member[] = [];
  for (const [key, value] of Object.entries(claims)) {
    const pointer = `/${escapePointer(key)}`;
    const verdict = reservedVerdict(kind, key);
    if (verdict !== null) {
      const { code, severity, message } = verdict;
      warn({ code, severity, message, pointer, offset: 0, length: 0 });
    }
    if (verdict?.leftOut === true) continue;
    warnShortcodeInKey(key, pointer, warn);
    members.push({ key, node: compileValue(value, pointer, 1, warn) });
  }
  const root = compileMembers(members);
  const keyBytes = members.map(({ key }) => escapedBytes(key) + 3);

  return {
    kind,
    warnings,
    claimNames: members.map(({ key }) => key),
    render: root.renderObject,
    size: root.size,
    sizeByClaim: (context) =>
      members.map(({ node }, index) => (keyBytes[index] ?? 0) + node.size(context)),
    evaluate: (context) => {
      const found: Findings = { origins: {}, warnings: [] };
      root.explain(context, found);
      return {
        claims: root.renderObject(context),
        origins: found.origins,
        warnings: found.warnings,
        customBytes: root.size(context),
      };
    },
  };
}
