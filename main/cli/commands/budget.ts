import type { Readable } from 'node:stream';
import { Scan, type ScanReport, type ScanRow } from '../../../shared/domain/template/scan.ts';
import { budget as limits } from '../../../shared/domain/token/size.ts';
import { wholeNumber } from '../args.ts';
import { print, type Command } from '../command.ts';
import { fileLimit, megabyte, openText, unusable } from '../io.ts';
import { bytes, table, wrap } from '../text.ts';
import {
  kindNote,
  parseContext,
  placeOf,
  readTemplate,
  templateOptions,
  type ReadTemplate,
} from '../template.ts';

const newline = 10;

/** Lines of a stream, without building the whole text. A line over the limit is refused, not stored. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let pending: Buffer[] = [];
  let length = 0;
  const take = (): string => {
    const line =
      (pending.length === 1 ? pending[0] : Buffer.concat(pending))?.toString('utf8') ?? '';
    pending = [];
    length = 0;
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    let rest = Buffer.from(chunk as Uint8Array);
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      pending.push(rest.subarray(0, end));
      yield take();
      rest = rest.subarray(end + 1);
    }
    length += rest.length;
    if (length > fileLimit) {
      stream.destroy();
      throw unusable(`A line of the users is longer than ${fileLimit / megabyte} MB.`);
    }
    if (rest.length > 0) pending.push(rest);
  }
  if (pending.length > 0) yield take();
}

/** What would bring everybody under the limit, in a sentence, and what each claim wins. */
function remedies({ fixes, together, over }: ScanReport): string[] {
  const [best] = fixes;
  if (best === undefined) return [];
  const helping = fixes.filter(({ claim, fixes: fixed }) => fixed > 0 || together.includes(claim));
  const sentence =
    best.fixes === over
      ? `Dropping ${best.claim} fixes all of them.`
      : together.length > 1
        ? `No claim alone fixes all of them; dropping ${together.join(', ')} together does.`
        : 'Nothing that can be dropped fixes all of them.';
  return [
    '',
    sentence,
    ...table(
      helping
        .slice(0, 10)
        .map((fix) => [
          `drop ${fix.claim}`,
          `fixes ${fix.fixes} of ${over}`,
          `wins ${bytes(Math.round(fix.wonWhereOver))} where over`,
        ]),
    ),
  ];
}

/** The costliest claims of one row, largest first. */
function costs(row: ScanRow, names: readonly string[]): string {
  return row.claims
    .map((size, at) => ({ size, name: names[at] ?? '' }))
    .sort((left, right) => right.size - left.size)
    .slice(0, 3)
    .map(({ size, name }) => `${name} ${size}`)
    .join(', ');
}

/** What Clerk would refuse or what is left out of the sizes. */
function errorsOf({ warnings }: ReadTemplate): string[] {
  const errors = warnings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  return [
    '',
    'Clerk will not take the template as it is',
    ...errors.flatMap((error) => wrap(`${placeOf(error)}: ${error.message}`, '  ')),
  ];
}

function report(template: ReadTemplate, found: ScanReport): string[] {
  const { count, over, limit } = found;
  const verdict =
    over === 0
      ? `None of ${count.toLocaleString('en-US')} is over ${bytes(limit)}.`
      : `${over.toLocaleString('en-US')} of ${count.toLocaleString('en-US')} are over ${bytes(limit)}.`;
  const most = Math.max(1, ...found.histogram.map((bin) => bin.count));
  const costly = [...found.byClaim].sort((left, right) => right.max - left.max).slice(0, 10);
  return [
    verdict,
    '',
    ...table([
      ['p50', bytes(found.p50)],
      ['p95', bytes(found.p95)],
      ['p99', bytes(found.p99)],
      ['max', bytes(found.max)],
    ]),
    '',
    ...table(
      found.histogram
        .filter((bin) => bin.count > 0)
        .map((bin) => [
          `${bin.from}–${bin.to - 1} B`,
          String(bin.count).padStart(8),
          '█'.repeat(Math.max(1, Math.round((bin.count / most) * 40))),
        ]),
    ),
    '',
    'Largest claims',
    ...table(
      costly.map((claim) => [claim.claim, `max ${bytes(claim.max)}`, `mean ${bytes(claim.mean)}`]),
    ),
    ...(over === 0
      ? []
      : [
          '',
          'Largest users',
          ...table(
            found.worst.slice(0, 10).map((row) => [
              `line ${row.index + 1}`,
              row.userId ?? '–',
              row.organizationId ?? '–',
              bytes(row.bytes),
              costs(
                row,
                found.byClaim.map(({ claim }) => claim),
              ),
            ]),
          ),
          ...remedies(found),
        ]),
    ...errorsOf(template),
  ];
}

export const budgetCommand: Command = {
  name: 'budget',
  summary: 'Sizes a template for every user of a file, and fails when one is over.',
  usage: 'budget --template FILE --users FILE.ndjson [--kind KIND] [--limit N] [--json]',
  options: [
    ...templateOptions,
    {
      name: 'users',
      value: 'FILE',
      help: 'one {user, organization?, membership?, session?} per line; - is stdin',
    },
    {
      name: 'limit',
      value: 'N',
      help: `bytes of custom claims allowed; ${limits.customBytes} by default`,
    },
  ],
  notes: [
    kindNote,
    `The default limit is what Clerk's documentation leaves for custom claims in a session token's cookie; for a jwt-template it is no more than a yardstick.`,
    'Exit 0: none is over · 1: at least one is over · 2: unusable input.',
  ],
  run: async (flags, io) => {
    const limit = wholeNumber(flags, 'limit', 2, 1_000_000_000) ?? limits.customBytes;
    const users = flags.need('users');
    if (users === '-' && flags.one('template') === '-') {
      throw unusable('Only one of --template and --users can be stdin.');
    }
    const template = await readTemplate(flags, io);
    const scan = new Scan(template.compiled, limit);
    let number = 0;
    for await (const line of linesOf(await openText(io, users, 'The file of users'))) {
      number += 1;
      if (line.trim() !== '')
        scan.add(parseContext(line, `Line ${number} of the users`), number - 1);
    }
    const found = scan.report();
    if (found.count === 0) throw unusable('The file of users is empty.');
    print(io, flags, {
      json: { kind: template.kind, ...found, warnings: template.warnings },
      lines: report(template, found),
    });
    return found.over === 0 ? 0 : 1;
  },
};
