import { BackendConfig, type BackendReady } from '../../shared/contract/children.ts';
import { runChild } from '../children/child.ts';
import { startBackend } from './start.ts';

runChild(BackendConfig, async (config) => {
  const backend = await startBackend(config);
  const detail: BackendReady = { port: backend.port };
  return { detail, stop: () => backend.close() };
});
