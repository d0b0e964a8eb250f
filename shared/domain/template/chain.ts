import type { Json } from '../json.ts';
import type { Operand } from './expression.ts';
import { recordPath, whyNull } from './nullReasons.ts';
import { resolvePath, type Reader, type ResolvedPath } from './readers.ts';
import { roots } from './shortcodes.ts';
import type { OperandOrigin, PreviewContext } from './types.ts';

/** One `{{…}}`, compiled. */
export interface Chain {
  readonly source: string;
  readonly at: number;
  readonly operands: readonly Operand[];
  readonly read: Reader;
  /** The operands looked at, up to the chosen one. */
  readonly explain: (context: PreviewContext) => readonly OperandOrigin[];
}

const rootNames: ReadonlySet<string> = new Set(roots);
export const isKnownRoot = (name: string | undefined): boolean => rootNames.has(name ?? '');

/** Only null and false pass on to the next operand; 0 and "" are kept. */
const passesOn = (value: Json): boolean => value === null || value === false;

function chainReader(readers: readonly Reader[]): Reader {
  const [first, second] = readers;
  if (first === undefined) return () => null;
  if (second === undefined) return first;
  if (readers.length === 2) {
    return (context) => {
      const value = first(context);
      return passesOn(value) ? second(context) : value;
    };
  }
  return (context) => {
    let value: Json = null;
    for (const read of readers) {
      value = read(context);
      if (!passesOn(value)) break;
    }
    return value;
  };
}

/** Null when an operand starts with an unknown root: then the whole `{{…}}` stays as text. */
export function compileChain(part: {
  readonly source: string;
  readonly at: number;
  readonly operands: readonly Operand[];
}): Chain | null {
  const paths: (ResolvedPath | null)[] = [];
  const readers: Reader[] = [];
  for (const operand of part.operands) {
    if (operand.kind === 'literal') {
      const { value } = operand;
      paths.push(null);
      readers.push(() => value);
      continue;
    }
    if (!isKnownRoot(operand.segments[0])) return null;
    const path = resolvePath(operand.segments);
    paths.push(path);
    readers.push(path.read);
  }

  const explain = (context: PreviewContext): readonly OperandOrigin[] => {
    const seen: OperandOrigin[] = [];
    for (const [index, operand] of part.operands.entries()) {
      const value = readers[index]?.(context) ?? null;
      const path = paths[index] ?? null;
      const chosen = !passesOn(value) || index === part.operands.length - 1;
      seen.push({
        text: operand.text,
        kind: operand.kind === 'literal' ? 'literal' : 'shortcode',
        from: path === null ? null : recordPath(path),
        nullReason:
          value === null && path !== null && operand.kind === 'path'
            ? whyNull(context, operand.segments, path)
            : null,
        chosen,
      });
      if (chosen) break;
    }
    return seen;
  };

  return { ...part, read: chainReader(readers), explain };
}
