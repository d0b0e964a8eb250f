import { nearest } from '../../shared/domain/template/nearest.ts';
import { AppException, type AppError } from '../../shared/errors/appError.ts';
import { commonOptions, parseFlags } from './args.ts';
import { helpOf, type Command, type ExitCode } from './command.ts';
import { budgetCommand } from './commands/budget.ts';
import { hasCommand } from './commands/has.ts';
import { inspectCommand } from './commands/inspect.ts';
import { previewCommand } from './commands/preview.ts';
import { routeCommand } from './commands/route.ts';
import { typesCommand } from './commands/types.ts';
import { Deadline } from './deadline.ts';
import type { CliIo } from './io.ts';
import { printable } from './text.ts';

const commands: readonly Command[] = [
  inspectCommand,
  hasCommand,
  previewCommand,
  budgetCommand,
  routeCommand,
  typesCommand,
];

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Claimdeck on the command line: the same core as the console, for pipelines.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Each command has --help and --json. Tokens come on stdin or from a file, never as an argument.',
    'Exit 0: holds · 1: the check failed · 2: unusable input or usage.',
    '',
  ].join('\n');
}

/** One line: what is wrong and what to do. */
function complain(io: CliIo, { message, remedy }: AppError): void {
  io.note(`${printable(remedy === undefined ? message : `${message} ${remedy}`)}\n`);
}

function unknownCommand(io: CliIo, name: string): ExitCode {
  const meant = nearest(
    name,
    commands.map((command) => command.name),
  );
  const shown = name.length > 40 ? 'this' : `“${printable(name)}”`;
  const list = commands.map((command) => command.name).join(', ');
  io.note(
    `There is no command ${shown}. ${meant === null ? `There are ${list}` : `Did you mean ${meant}`}${meant === null ? '.' : '?'}\n`,
  );
  return 2;
}

/** Runs one command line. Never throws; every failure is one line on the notes. */
export async function run(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? io.note : io.out)(overview());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((entry) => entry.name === name);
  if (command === undefined) return unknownCommand(io, name);
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(helpOf(command, commonOptions));
    return 0;
  }
  try {
    const deadline = new Deadline();
    return await command.run(parseFlags(rest, command.options), {
      ...io,
      within: (what, work) => deadline.run(what, work),
    });
  } catch (cause) {
    if (cause instanceof AppException) {
      complain(io, cause.error);
      return 2;
    }
    if (cause instanceof RangeError) {
      io.note('The input is too large or nested too deeply to be read.\n');
      return 2;
    }
    io.note(
      'Something unexpected happened, so there is no answer. Please report it with the command you ran.\n',
    );
    return 2;
  }
}
