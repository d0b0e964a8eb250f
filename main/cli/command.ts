import type { Flags, Option } from './args.ts';
import type { CommandIo } from './io.ts';
import { wrap } from './text.ts';

/** 0: holds · 1: the check failed · 2: unusable input or usage. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly usage: string;
  readonly options: readonly Option[];
  readonly notes: readonly string[];
  readonly run: (flags: Flags, io: CommandIo) => Promise<ExitCode>;
}

/** What a command found, for both ways of printing. */
export interface Report {
  readonly json: unknown;
  readonly lines: readonly string[];
}

/** Prints one JSON document, or the lines. */
export function print(io: CommandIo, flags: Flags, report: Report): void {
  io.out(
    flags.given('json')
      ? `${io.within('The answer', () => JSON.stringify(report.json, null, 2))}\n`
      : `${report.lines.join('\n')}\n`,
  );
}

const optionLine = ({ name, value }: Option): string =>
  `--${name}${value === null ? '' : ` ${value}`}`;

export function helpOf(command: Command, common: readonly Option[]): string {
  const options = [...command.options, ...common];
  const width = Math.max(...options.map((option) => optionLine(option).length));
  const rows = options.flatMap((option) => {
    const indent = ' '.repeat(width + 4);
    const [first = '', ...rest] = wrap(
      option.help + (option.multiple === true ? ' (may repeat)' : ''),
      indent,
    );
    return [`  ${optionLine(option).padEnd(width)}  ${first.trimStart()}`, ...rest];
  });
  return [
    command.summary,
    '',
    `  ${command.usage}`,
    '',
    ...rows,
    ...(command.notes.length === 0 ? [] : ['', ...command.notes.flatMap((note) => wrap(note))]),
    '',
  ].join('\n');
}
