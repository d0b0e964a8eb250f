import { toAppError } from '../children/child.ts';
import { readEnvironment } from './environment.ts';
import { startBackend } from './start.ts';

/**
 * Runs the backend by itself, configured by the environment: one line on standard output once it listens, a
 * sentence with its remedy on standard error and exit code 1 when it cannot. SIGTERM and SIGINT end it gracefully;
 * a second one ends it at once.
 */
export async function runStandalone(environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  try {
    const { config, serve, logLevel } = readEnvironment(environment);
    const backend = await startBackend(config, { level: logLevel }, serve);
    process.stdout.write(`The backend listens on http://${serve.host}:${backend.port}\n`);
    let ending = false;
    const end = (): void => {
      if (ending) process.exit(1);
      ending = true;
      backend.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  } catch (cause) {
    const { message, remedy } = toAppError(cause);
    process.stderr.write(`${message}${remedy === undefined ? '' : ` ${remedy}`}\n`);
    process.exitCode = 1;
  }
}
