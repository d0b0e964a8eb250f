import { fstatSync } from 'node:fs';
import { run } from './run.ts';

/** Whether there is anything to read: a terminal, a file, a pipe or a socket; not /dev/null, not a closed descriptor. */
function hasStdin(): boolean {
  try {
    const stat = fstatSync(0);
    return process.stdin.isTTY || stat.isFile() || stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}

// A reader that leaves early, such as head, is no failure.
process.stdout.on('error', () => process.exit());

process.exitCode = await run(process.argv.slice(2), {
  stdin: hasStdin() ? process.stdin : null,
  isTty: process.stdin.isTTY,
  out: (text) => process.stdout.write(text),
  note: (text) => process.stderr.write(text),
  nowMs: () => Date.now(),
});
// An open pipe that nobody needs must not keep the process alive.
process.stdin.destroy();
