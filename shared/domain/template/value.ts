import type { Json } from '../json.ts';
import { compileChain, type Chain } from './chain.ts';
import type { ParsedText } from './expression.ts';
import { escapedBytes, jsonBytes, opensPair } from './jsonBytes.ts';
import type { ClaimOrigin, PreviewContext } from './types.ts';

/** What the compiler makes of one string of a template. */
export interface CompiledText {
  readonly kind: 'constant' | 'whole' | 'interpolated';
  /** The shortcodes that are evaluated; those with an unknown root are text. */
  readonly chains: readonly Chain[];
  readonly render: (context: PreviewContext) => Json;
  readonly size: (context: PreviewContext) => number;
  readonly origin: (context: PreviewContext) => ClaimOrigin;
}

/** How a value reads inside text: null is the word null, objects and lists are compact JSON. */
function asText(value: Json): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

type Piece = string | Chain;

function joinPieces(pieces: readonly Piece[], context: PreviewContext): string {
  let text = '';
  for (const piece of pieces) {
    text += typeof piece === 'string' ? piece : asText(piece.read(context));
  }
  return text;
}

/** Sums the pieces. Two halves of a surrogate pair meeting at a seam count as one character, as in the joined text. */
function piecesSize(
  pieces: readonly Piece[],
  constantBytes: readonly number[],
  context: PreviewContext,
): number {
  let bytes = 2;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] ?? '';
    let text: string;
    if (typeof piece === 'string') {
      text = piece;
      bytes += constantBytes[index] ?? 0;
    } else {
      text = asText(piece.read(context));
      bytes += escapedBytes(text);
    }
    if (index + 1 < pieces.length && opensPair(text.charCodeAt(text.length - 1))) {
      return escapedBytes(joinPieces(pieces, context)) + 2;
    }
  }
  return bytes;
}

function constant(text: string, kind: ClaimOrigin['kind']): CompiledText {
  const bytes = jsonBytes(text);
  const origin: ClaimOrigin = { kind, source: kind === 'static' ? null : text, operands: [] };
  return {
    kind: 'constant',
    chains: [],
    render: () => text,
    size: () => bytes,
    origin: () => origin,
  };
}

/** Compiles a parsed string. One shortcode and nothing else keeps the value's own type. */
export function compileText(text: string, parsed: ParsedText): CompiledText {
  const pieces: Piece[] = [];
  const chains: Chain[] = [];
  for (const part of parsed.parts) {
    const chain = part.kind === 'chain' ? compileChain(part) : null;
    if (chain !== null) {
      pieces.push(chain);
      chains.push(chain);
      continue;
    }
    const plain = part.kind === 'chain' ? part.source : part.text;
    const last = pieces.at(-1);
    if (typeof last === 'string') pieces[pieces.length - 1] = last + plain;
    else pieces.push(plain);
  }
  const [only] = pieces;
  if (chains.length === 0) return constant(text, text.includes('{{') ? 'verbatim' : 'static');
  if (pieces.length === 1 && only !== undefined && typeof only !== 'string') {
    return {
      kind: 'whole',
      chains,
      render: only.read,
      size: (context) => jsonBytes(only.read(context)),
      origin: (context) => ({
        kind: 'shortcode',
        source: text,
        operands: only.explain(context),
      }),
    };
  }
  const constantBytes = pieces.map((piece) =>
    typeof piece === 'string' ? escapedBytes(piece) : 0,
  );
  return {
    kind: 'interpolated',
    chains,
    render: (context) => joinPieces(pieces, context),
    size: (context) => piecesSize(pieces, constantBytes, context),
    origin: (context) => ({
      kind: 'text',
      source: text,
      operands: chains.flatMap((chain) => chain.explain(context)),
    }),
  };
}
