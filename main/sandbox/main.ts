import { SandboxConfig, type SandboxReady } from '../../shared/contract/children.ts';
import { runChild } from '../children/child.ts';
import { createSandbox } from './createSandbox.ts';
import { listenNear } from './listen.ts';
import { sandboxLog } from './log.ts';

runChild(SandboxConfig, async (config, emit) => {
  const log = sandboxLog();
  const sandbox = await createSandbox({
    dataDir: config.dataDir,
    reset: config.reset,
    tokenLifetimeSec: config.tokenLifetimeSec,
    ...(config.frontendHost === undefined ? {} : { frontendHost: config.frontendHost }),
    ...(config.seedUsers === undefined ? {} : { seedUsers: config.seedUsers }),
    log,
    onCode: (code) => emit({ type: 'code', code }),
  });
  const port = await listenNear(sandbox.app, config.port).catch(async (cause: unknown) => {
    await sandbox.close();
    throw cause;
  });
  if (sandbox.keptState !== null) {
    log.info({ file: sandbox.keptState }, `reset: the old state is kept in ${sandbox.keptState}`);
  }
  log.info({ port }, `sandbox listening on http://127.0.0.1:${port}`);
  const detail: SandboxReady = {
    port,
    publishableKey: sandbox.publishableKey,
    secretKey: sandbox.secretKey,
    issuer: sandbox.issuer,
    operatorUserIds: sandbox.operatorUserIds,
    people: sandbox.people,
  };
  return { detail, stop: () => sandbox.close() };
});
