import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { jsonBytes } from '../../../../shared/domain/template/jsonBytes.ts';
import { templateKinds } from '../../../../shared/domain/template/types.ts';
import { anyContext, anyTemplate } from './arbitraries.ts';
import { oracle, type OracleContext } from './oracle.ts';

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;
const kinds = fc.constantFrom(...templateKinds);

/** `toEqual` reads -0 and 0 as different; JSON does not. */
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('every template with every context', () => {
  it('agrees with the evaluator written apart, in values and in bytes', () => {
    let pairs = 0;
    fc.assert(
      fc.property(anyTemplate, anyContext, kinds, (template, context, kind) => {
        const compiled = compileTemplate(template, { kind });
        const expected = oracle(
          template as Parameters<typeof oracle>[0],
          context as OracleContext,
          kind,
        );
        const claims = compiled.render(context);
        expect(JSON.stringify(claims)).toBe(JSON.stringify(expected));
        expect(compiled.size(context)).toBe(bytesOf(claims));
        pairs += 1;
      }),
      { numRuns: 8000, seed: 20260821 },
    );
    expect(pairs).toBeGreaterThanOrEqual(5000);
  }, 180_000);

  it('explains exactly what it renders', () => {
    fc.assert(
      fc.property(anyTemplate, anyContext, kinds, (template, context, kind) => {
        const compiled = compileTemplate(template, { kind });
        const result = compiled.evaluate(context);
        expect(throughJson(result.claims)).toEqual(throughJson(compiled.render(context)));
        expect(result.customBytes).toBe(compiled.size(context));
        const members = compiled.sizeByClaim(context);
        const separators = members.length === 0 ? 2 : members.length + 1;
        expect(members.reduce((sum, size) => sum + size, separators)).toBe(result.customBytes);
        for (const { operands } of Object.values(result.origins)) {
          for (const { kind, from, nullReason } of operands) {
            if (kind === 'literal') expect([from, nullReason]).toEqual([null, null]);
          }
        }
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('counts two halves of a character that meet at a seam as one', () => {
    const seam = compileTemplate(
      { x: '\ud83d{{user.username}}{{user.external_id}}' },
      { kind: 'jwt-template' },
    );
    for (const username of ['\ude00', '', 'a', '\ud83d']) {
      for (const external_id of ['\ude00', 'b']) {
        const context = { user: { username, external_id } };
        expect(seam.size(context)).toBe(bytesOf(seam.render(context)));
      }
    }
  });

  it('counts the bytes of any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(jsonBytes(value as never)).toBe(bytesOf(value));
      }),
      { numRuns: 2000 },
    );
  });
});
