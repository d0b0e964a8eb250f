/**
 * The sandbox or the backend of the soak, in a process of its own that can be asked for its memory. Forked with
 * `--expose-gc`; the first message is what to start.
 */
import { join } from 'node:path';
import { startBackend } from '../../../main/backend/start.ts';
import { createSandbox, type Sandbox } from '../../../main/sandbox/createSandbox.ts';
import { listenNear } from '../../../main/sandbox/listen.ts';
import { sandboxLog } from '../../../main/sandbox/log.ts';

export type Start =
  | { readonly role: 'sandbox'; readonly folder: string; readonly tokenLifetimeSec: number }
  | { readonly role: 'backend'; readonly folder: string; readonly sandbox: SandboxAddress };

export interface SandboxAddress {
  readonly apiUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly issuer: string;
  readonly operators: readonly string[];
  readonly people: readonly { readonly email: string; readonly password: string }[];
}

type Started = SandboxAddress | { readonly url: string };
export type Order = 'memory' | 'rotate';

/** Bytes, after the garbage was collected. */
export interface Memory {
  readonly heap: number;
  /** Held outside of the heap by objects of the heap, such as buffers. */
  readonly external: number;
  readonly rss: number;
}

export const METRICS_TOKEN = 'soak-metrics';
/** Nothing is to be limited: what the limits keep is part of what is measured. */
const MANY = 1_000_000_000;

async function startTheSandbox(start: Start & { role: 'sandbox' }): Promise<[Started, Sandbox]> {
  const sandbox = await createSandbox({
    dataDir: start.folder,
    tokenLifetimeSec: start.tokenLifetimeSec,
    // As in the product, but out of the report's way.
    log: sandboxLog({ write: () => undefined }),
  });
  const { publishableKey, secretKey, issuer, operatorUserIds: operators, people } = sandbox;
  const apiUrl = `http://127.0.0.1:${await listenNear(sandbox.app, 0)}`;
  return [{ apiUrl, publishableKey, secretKey, issuer, operators, people }, sandbox];
}

async function startTheBackend(start: Start & { role: 'backend' }): Promise<Started> {
  const { apiUrl, publishableKey, secretKey, issuer, operators } = start.sandbox;
  const backend = await startBackend(
    {
      port: 0,
      database: join(start.folder, 'backend.sqlite'),
      publishableKey,
      secretKey,
      apiUrl,
      issuer,
      operators: [...operators],
      authorizedParties: [],
      clockSkewMs: 1_000,
    },
    { level: 'info', destination: { write: () => undefined } },
    {
      metricsToken: METRICS_TOKEN,
      // Whoever asks may say where they come from, so that there are many of them.
      trustedProxies: 1,
      requestsPerMinute: MANY,
      requestsPerSession: MANY,
    },
  );
  return { url: `http://127.0.0.1:${backend.port}` };
}

/** Twice: what finalizers let go of is collected the second time. */
function memory(): Memory {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, external, rss };
}

let sandbox: Sandbox | undefined;

async function begin(start: Start): Promise<Started> {
  if (start.role === 'backend') return startTheBackend(start);
  const [started, running] = await startTheSandbox(start);
  sandbox = running;
  return started;
}

process.on('message', (message: Start | Order) => {
  if (message === 'memory') process.send?.(memory());
  else if (message === 'rotate') {
    sandbox?.rotateKeys();
    process.send?.('rotated');
  } else {
    begin(message).then(
      (started) => process.send?.(started),
      (cause: unknown) => {
        throw cause;
      },
    );
  }
});
process.send?.('awake');
