import { join } from 'node:path';
import type { ChildName, ChildStatus, SandboxCode } from '../../shared/contract/app.ts';
import {
  BackendReady,
  SandboxReady,
  type BackendConfig,
  type SandboxConfig,
} from '../../shared/contract/children.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { superviseChild, type SupervisedChild, type Timing } from '../children/supervise.ts';
import { defaultPorts, nextFreePort, portNote } from './freePort.ts';
import { backendStore, forgetInstance } from './instanceFolder.ts';
import type { InstanceChoice } from './instance.ts';
import type { HostOptions, HostPorts } from './ports.ts';

/** What the running children are to the rest of the host. */
export interface Children {
  start(): void;
  /** Null with a real instance. */
  readonly sandbox: SupervisedChild<SandboxReady> | null;
  /** Null without a secret key. */
  readonly backend: SupervisedChild<BackendReady> | null;
  statuses(): ChildStatus[];
  restart(child: ChildName): Promise<void>;
  /** Ports that were taken. */
  notes(): string[];
  stop(): Promise<void>;
}

export interface ChildrenEvents {
  readonly onStatus: (status: ChildStatus) => void;
  readonly onCode: (code: SandboxCode) => void;
  /** Before the backend starts on it: what was kept for this sandbox can be read, or forgotten. */
  readonly onSandbox: (ready: SandboxReady) => void;
}

/** The sandbox, unless the instance is real, and the backend, unless there is no secret key for it. */
export function createChildren(
  ports: HostPorts,
  options: HostOptions,
  choice: InstanceChoice,
  events: ChildrenEvents,
  timing?: Timing,
): Children {
  const notes = new Map<ChildName, string>();
  const common = { onStatus: events.onStatus, log: ports.log, ...(timing && { timing }) };
  let resetting = options.reset === true;

  const notePort = (child: ChildName, wanted: number, got: number): void => {
    const note = got === 0 ? undefined : portNote(`the ${child}`, wanted, got);
    if (note === undefined) notes.delete(child);
    else notes.set(child, note);
  };

  const sandboxPort = options.sandboxPort ?? defaultPorts.sandbox;
  let lastSandbox: SandboxReady | undefined;
  let resetBackend = false;
  const sandbox =
    choice.kind !== 'sandbox'
      ? null
      : superviseChild<SandboxReady>({
          ...common,
          name: 'sandbox',
          fork: () => ports.forkChild('sandbox'),
          config: async () => {
            const config: SandboxConfig = {
              dataDir: join(ports.dataDir, 'sandbox'),
              port: await nextFreePort(lastSandbox?.port ?? sandboxPort),
              reset: resetting,
              tokenLifetimeSec: 60,
            };
            return config;
          },
          readDetail: (detail) => SandboxReady.parse(detail),
          onReady: (ready) => {
            notePort('sandbox', sandboxPort, ready.port);
            resetBackend ||= resetting;
            resetting = false;
            events.onSandbox(ready);
            const moved =
              lastSandbox !== undefined &&
              (lastSandbox.port !== ready.port || lastSandbox.secretKey !== ready.secretKey);
            lastSandbox = ready;
            // A backend that started on another address, or could not start without the sandbox.
            if (moved || backend?.status().state === 'failed') void backend?.restart();
          },
          onCode: events.onCode,
        });

  const backendPort = options.backendPort ?? defaultPorts.backend;
  let lastBackendPort: number | undefined;
  const backend =
    choice.kind !== 'sandbox' && choice.secretKey === null
      ? null
      : superviseChild<BackendReady>({
          ...common,
          name: 'backend',
          fork: () => ports.forkChild('backend'),
          config: async () => {
            const upstream = await upstreamOf(choice, sandbox);
            if (resetBackend) await forgetInstance(ports.dataDir, upstream.id);
            resetBackend = false;
            const { id, ...clerk } = upstream;
            const config: BackendConfig = {
              ...clerk,
              port: await nextFreePort(lastBackendPort ?? backendPort),
              database: await backendStore(ports.dataDir, id),
              authorizedParties: [],
            };
            return config;
          },
          readDetail: (detail) => BackendReady.parse(detail),
          onReady: ({ port }) => {
            notePort('backend', backendPort, port);
            lastBackendPort = port;
          },
        });

  const all = [sandbox, backend].filter((child) => child !== null);
  return {
    sandbox,
    backend,
    start: () => {
      for (const child of all) child.start();
    },
    statuses: () => all.map((child) => child.status()),
    restart: async (name) => {
      const child = name === 'sandbox' ? sandbox : backend;
      if (child === null) {
        throw new AppException(
          name === 'sandbox'
            ? appError('sandbox.only', 'No sandbox runs beside a real instance.')
            : appError('backend.not_connected', 'No backend is connected.'),
        );
      }
      const { state, reason } = await child.restart();
      if (state === 'ready') return;
      throw new AppException(
        appError(`${name}.unreachable`, `The ${name} did not start.`, {
          remedy: reason ?? `Restart the ${name}.`,
        }),
      );
    },
    notes: () => [...notes.values()],
    stop: async () => {
      // The backend first: it still talks to the sandbox while it finishes what is in flight.
      await backend?.stop();
      await sandbox?.stop();
    },
  };
}

interface Upstream {
  readonly id: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly apiUrl: string;
  readonly issuer: string;
  readonly operators: string[];
}

/** Which instance the backend works on: the real one, or the sandbox as soon as it runs. */
async function upstreamOf(
  choice: InstanceChoice,
  sandbox: SupervisedChild<SandboxReady> | null,
): Promise<Upstream> {
  if (choice.kind !== 'sandbox') {
    const { id, publishableKey, apiUrl, issuer } = choice;
    const operators = [...choice.operators];
    return { id, publishableKey, apiUrl, issuer, operators, secretKey: choice.secretKey ?? '' };
  }
  await sandbox?.settled();
  const ready = sandbox?.detail();
  if (ready === undefined) {
    throw new AppException(appError('sandbox.unreachable', 'It waits for the sandbox.'));
  }
  return {
    id: new URL(ready.issuer).host,
    publishableKey: ready.publishableKey,
    secretKey: ready.secretKey,
    apiUrl: `http://127.0.0.1:${ready.port}`,
    issuer: ready.issuer,
    operators: ready.operatorUserIds,
  };
}
