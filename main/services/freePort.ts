import { createServer } from 'node:net';

/** Ports on 127.0.0.1, fixed where they can be, so that a user's own app can point at the sandbox. */
export const defaultPorts = { web: 4400, sandbox: 4470, backend: 4480 } as const;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });

/** A port that the system has free right now, for what needs to know it beforehand. */
export const anyFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });

/** The wanted port, or the next free one of the nine after it; 0 (any) when none is. 0 stays 0. */
export async function nextFreePort(wanted: number): Promise<number> {
  if (wanted === 0) return 0;
  for (let port = wanted; port < wanted + 10 && port < 65_536; port += 1) {
    if (await isFree(port)) return port;
  }
  return 0;
}

/** The note for a port that was taken; undefined when it is the wanted one. */
export const portNote = (what: string, wanted: number, got: number): string | undefined =>
  wanted === 0 || wanted === got
    ? undefined
    : `Port ${wanted} is taken: ${what} is on ${got} instead.`;
