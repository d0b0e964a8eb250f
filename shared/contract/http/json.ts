import { z } from 'zod';
import { utf8Length } from '../../kernel/bytes.ts';

export const Json = z.unknown();
/** An object whose members are the instance's own, such as metadata or a Backend API resource. */
export const Metadata = z.record(z.string(), Json);

/** Deeper than any document people write, and far from what would exhaust the stack of whoever prints it. */
const DEEPEST = 64;

/** Whether a value nests no deeper than this. Looks at one level after the other, so depth costs no stack. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  }
  return true;
}

/** A free-form JSON object that people write: bounded in depth, and in UTF-8 bytes of its compact text. */
export const WrittenJson = (mostBytes: number) =>
  z
    .record(z.string(), Json)
    .refine(isShallow, { error: `at most ${DEEPEST} levels deep`, abort: true })
    .refine((value) => utf8Length(JSON.stringify(value)) <= mostBytes, {
      error: `at most ${mostBytes / 1024} KB as compact JSON`,
    });
