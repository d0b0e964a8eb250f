import { BackendConfig, type BackendReady } from '../../shared/contract/children.ts';
import { runChild } from '../children/child.ts';
import { runStandalone } from './standalone.ts';
import { startBackend } from './start.ts';

/**
 * A host forks this file and sends the configuration; started by hand it runs by itself. Process managers fork too:
 * `--standalone` tells them from a host.
 */
const isChild =
  !process.argv.includes('--standalone') && (process.send !== undefined || 'parentPort' in process);

if (isChild) {
  runChild(BackendConfig, async (config) => {
    const backend = await startBackend(config);
    const detail: BackendReady = { port: backend.port };
    return { detail, stop: () => backend.close() };
  });
} else {
  await runStandalone();
}
