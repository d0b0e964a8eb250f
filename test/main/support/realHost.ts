import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { forkNode } from '../../../main/children/forkNode.ts';
import { composeHost } from '../../../main/compose.ts';
import { noSecrets } from '../../../main/services/memorySecrets.ts';
import type { Host, HostOptions, HostPorts } from '../../../main/services/ports.ts';

const main = resolve(import.meta.dirname, '../../../main');

interface RealHost {
  readonly host: Host;
  readonly output: string[];
}
type Options = Pick<HostOptions, 'reset'> & { readonly env?: Record<string, string> };

/** The services on the real sandbox and the real backend, from their sources. Closed when the test ends. */
export async function realHost(dataDir: string, options: Options = {}): Promise<RealHost> {
  const started = await startRealHost(dataDir, options);
  onTestFinished(() => started.host.close());
  return started;
}

/** For hooks: the caller closes it. */
export async function startRealHost(dataDir: string, options: Options = {}): Promise<RealHost> {
  const { env = {}, ...given } = options;
  const output: string[] = [];
  const ports: HostPorts = {
    host: 'web',
    version: '0.0.0',
    dataDir,
    forkChild: (entry) =>
      forkNode(join(main, entry, 'main.ts'), {
        env: process.env,
        onOutput: (chunk) => output.push(Buffer.from(chunk).toString()),
      }),
    openLink: () => Promise.resolve(),
    saveFile: () => Promise.resolve({ saved: false, name: null }),
    secrets: noSecrets,
    emit: () => undefined,
    log: (_, message, fields) => void output.push(JSON.stringify({ message, ...fields })),
  };
  const host = await composeHost(ports, {
    ...given,
    env,
    sandboxPort: 0,
    backendPort: 0,
    // No page is asked for.
    rendererDir: dataDir,
  });
  return { host, output };
}
