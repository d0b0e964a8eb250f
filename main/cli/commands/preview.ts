import { isJsonObject, type Json } from '../../../shared/domain/json.ts';
import { generatedClaims } from '../../../shared/domain/template/reserved.ts';
import type { TemplateKind, TemplateResult } from '../../../shared/domain/template/types.ts';
import { readBudget, type BudgetReading } from '../../../shared/domain/token/size.ts';
import { print, type Command } from '../command.ts';
import { readText, unusable } from '../io.ts';
import { brief, bytes, table, wrap } from '../text.ts';
import {
  kindNote,
  parseContext,
  placeOf,
  readTemplate,
  templateOptions,
  type ReadTemplate,
} from '../template.ts';

interface PreviewSize {
  /** UTF-8 bytes of the compact JSON object of the claims the template makes. */
  readonly customClaimsBytes: number;
  /** Null for a template token: it travels in a header, so no cookie limit holds. */
  readonly budget: BudgetReading | null;
  /** Bytes of each member, name included. */
  readonly byClaim: Readonly<Record<string, number>>;
}

const sizeOf = (
  kind: TemplateKind,
  names: readonly string[],
  sizes: readonly number[],
  customClaimsBytes: number,
): PreviewSize => ({
  customClaimsBytes,
  budget: kind === 'session-claims' ? readBudget(customClaimsBytes) : null,
  byClaim: Object.fromEntries(names.map((name, index) => [name, sizes[index] ?? 0])),
});

const noReason: Readonly<Record<string, string>> = {
  'no-active-organization': 'no active organization',
  'no-membership': 'no membership given',
  'no-session': 'no session given',
  'not-impersonating': 'nobody is impersonating',
  'not-set': 'not set',
  'not-in-record': 'not in the record',
  'missing-key': 'no such key',
  'path-through-value': 'the path goes through a value',
  'unknown-property': 'no such shortcode',
  private: 'private metadata is never exposed',
};

/** Where a value comes from, on one line. */
function originText(result: TemplateResult, pointer: string): string {
  const origin = result.origins[pointer];
  if (origin === undefined) return '';
  if (origin.kind === 'static') return 'written in the template';
  if (origin.kind === 'verbatim') return 'left as literal text';
  return origin.operands
    .map(({ text, from, nullReason }) =>
      nullReason === null
        ? `from ${from ?? text}`
        : `${text}: ${noReason[nullReason] ?? nullReason}`,
    )
    .join(', then ');
}

function rows(value: Json, pointer: string, name: string, result: TemplateResult): string[][] {
  const isLeaf = typeof value !== 'object' || value === null;
  if (isLeaf || Object.hasOwn(result.origins, pointer)) {
    return [[name, brief(value), originText(result, pointer)]];
  }
  const members: [string, Json][] = isJsonObject(value)
    ? Object.entries(value)
    : value.map((item, index) => [String(index), item]);
  return members.flatMap(([key, member]) =>
    rows(
      member,
      `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      name === '' ? key : `${name}.${key}`,
      result,
    ),
  );
}

function report(template: ReadTemplate, result: TemplateResult, size: PreviewSize): string[] {
  const count = template.compiled.claimNames.length;
  const limit = size.budget === null ? '' : ` of ${bytes(size.budget.limitBytes)}`;
  const lines = [
    `${count} ${count === 1 ? 'claim' : 'claims'}, ${bytes(size.customClaimsBytes)}${limit}.`,
    '',
    ...table(rows(result.claims, '', '', result)),
    '',
    `Clerk adds ${generatedClaims(template.kind)
      .map(({ name }) => name)
      .join(', ')}.`,
  ];
  const warnings = [...template.warnings, ...result.warnings];
  if (warnings.length > 0) lines.push('', 'Warnings');
  for (const warning of warnings) {
    lines.push(...wrap(`${warning.severity} at ${placeOf(warning)}: ${warning.message}`, '  '));
  }
  return lines;
}

export const previewCommand: Command = {
  name: 'preview',
  summary: 'Shows the claims a template makes for a user, and where each value comes from.',
  usage: 'preview --template FILE --context FILE [--kind KIND] [--json]',
  options: [
    ...templateOptions,
    {
      name: 'context',
      value: 'FILE',
      help: '{user, organization?, membership?, session?} as the Backend API returns them; - is stdin',
    },
  ],
  notes: [kindNote, 'Exit 0: shown · 2: unusable input.'],
  run: async (flags, io) => {
    const contextPath = flags.need('context');
    if (contextPath === '-' && flags.one('template') === '-') {
      throw unusable('Only one of --template and --context can be stdin.');
    }
    const template = await readTemplate(flags, io);
    const context = parseContext(await readText(io, contextPath, 'The context'), 'The context');
    const { compiled, kind } = template;
    const { result, size } = io.within('This preview', () => {
      const made = compiled.evaluate(context);
      const sizes = compiled.sizeByClaim(context);
      return { result: made, size: sizeOf(kind, compiled.claimNames, sizes, made.customBytes) };
    });
    print(io, flags, {
      json: {
        kind,
        claims: result.claims,
        generated: generatedClaims(kind),
        origins: result.origins,
        warnings: [...template.warnings, ...result.warnings],
        size,
      },
      lines: report(template, result, size),
    });
    return 0;
  },
};
