import { mapJsonText, positionOf } from '../../../../shared/domain/template/jsonText.ts';
import { utf8Length } from '../../../../shared/kernel/bytes.ts';

export interface JsonProblem {
  /** One sentence, with line and column where it has a place. */
  readonly message: string;
  /** Where in the text, in UTF-16 units; null when it is about the whole. */
  readonly offset: number | null;
}

export interface JsonReading {
  /** Null while the text is no JSON object. */
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly problem: JsonProblem | null;
  /** UTF-8 bytes of the compact text, which is what limits count; 0 while it cannot be read. */
  readonly sizeBytes: number;
}

/** What the schema of a document says of a value; null when it is fine. */
export type JsonRule = (value: Readonly<Record<string, unknown>>) => string | null;

/** Reads the text of a JSON object. What is wrong is told with its place, names that stand twice too. */
export function readJsonObject(text: string, rule: JsonRule): JsonReading {
  const failed = (message: string, offset: number | null): JsonReading => ({
    value: null,
    problem: { message, offset },
    sizeBytes: 0,
  });
  if (text.trim() === '') return failed('Write a JSON object; {} is an empty one.', null);
  const map = mapJsonText(text);
  if (!map.ok) {
    const { message, line, column, offset } = map.error;
    return failed(`Line ${line}, column ${column}: ${message}`, offset);
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failed('This is one JSON object: { "name": value }.', text.search(/\S/));
  }
  const twice = map.value.duplicates[0];
  if (twice !== undefined) {
    const { line, column } = positionOf(text, twice.offset);
    return failed(`Line ${line}, column ${column}: this name stands twice here.`, twice.offset);
  }
  const object = value as Record<string, unknown>;
  const sizeBytes = utf8Length(JSON.stringify(object));
  const broken = rule(object);
  return {
    value: broken === null ? object : null,
    problem: broken === null ? null : { message: broken, offset: null },
    sizeBytes,
  };
}

/** As people read it. */
export const printJson = (value: unknown): string => JSON.stringify(value, null, 2);

/** Whether two JSON values say the same, whatever the order of their names. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    left.length === right.size &&
    left.every(([name, value]) => right.has(name) && sameJson(value, right.get(name)))
  );
}
