import type { Bootstrap } from '../shared/contract/app.ts';
import type { SandboxReady } from '../shared/contract/children.ts';
import { AppException, appError } from '../shared/errors/appError.ts';
import type { Timing } from './children/supervise.ts';
import { createDispatcher } from './ipc/dispatcher.ts';
import { createHandlers } from './ipc/handlers.ts';
import { createOrigin } from './origin/origin.ts';
import { createChildren, type Children } from './services/children.ts';
import { sweepUnfinished } from './services/dataFiles.ts';
import { prepareDataDir } from './services/dataFolder.ts';
import { chooseInstance, type InstanceChoice } from './services/instance.ts';
import { clerkHost } from './services/keys.ts';
import { takeLock } from './services/lock.ts';
import type { Host, HostOptions, HostPorts } from './services/ports.ts';
import { createFileSaver } from './services/saveFile.ts';
import { createSandboxPeople } from './services/sandboxPeople.ts';
import { openSettings } from './services/settings.ts';
import { hostSummary } from './services/summary.ts';
import { createTokenService } from './services/tokens.ts';
import { openVault, type VaultKey } from './services/vault.ts';

/** What tests replace. */
export interface ComposeSeams {
  readonly fetch?: (input: string, init?: RequestInit) => Promise<Response>;
  readonly timing?: Timing;
}

/** How long a request waits for a child that is just being started. */
const patienceMs = 5_000;

/**
 * Wires the real parts together: the one place that knows them all. Takes the lock, reads the settings and
 * starts the children without waiting for them. Rejects with `AppException`: `start.data_locked`,
 * `start.bad_configuration`, `store.newer_schema`, `store.unavailable`.
 */
export async function composeHost(
  ports: HostPorts,
  options: HostOptions,
  seams: ComposeSeams = {},
): Promise<Host> {
  const choice = chooseInstance(options);
  await prepareDataDir(ports.dataDir);
  const lock = await takeLock(ports.dataDir, ports.host);
  try {
    await sweepUnfinished(ports.dataDir, Date.now());
    return await composeLocked(ports, options, seams, choice, () => lock.release());
  } catch (cause) {
    await lock.release();
    throw cause;
  }
}

async function composeLocked(
  ports: HostPorts,
  options: HostOptions,
  { fetch = (input, init) => globalThis.fetch(input, init), timing }: ComposeSeams,
  choice: InstanceChoice,
  unlock: () => Promise<void>,
): Promise<Host> {
  const settings = await openSettings(ports.dataDir);
  const vault = await openVault(ports.dataDir, ports.secrets, ports.log);
  const people = createSandboxPeople({
    fetch,
    sandbox: () => (children.sandbox === null ? null : children.sandbox.detail()),
  });

  let vaultKey: VaultKey | undefined;
  let kept: Promise<void> = Promise.resolve();
  const useVault = (key: VaultKey, forget: boolean): void => {
    vaultKey = key;
    if (forget) vault.forgetClientToken(key);
    else kept = vault.unlock(key);
  };
  if (choice.kind !== 'sandbox') useVault({ instanceId: choice.id, sandbox: false }, false);

  let resetting = options.reset === true;
  const children = createChildren(
    ports,
    options,
    choice,
    {
      onStatus: (status) => ports.emit('child.changed', status),
      onCode: (code) => {
        people.addCode(code);
        ports.emit('sandbox.code', code);
      },
      onSandbox: (ready) => {
        useVault({ instanceId: sandboxId(ready), sandbox: true }, resetting);
        resetting = false;
      },
    },
    timing,
  );

  const frontendUrl = async (): Promise<string | undefined> => {
    if (choice.kind !== 'sandbox') return choice.frontendUrl;
    await withinPatience(children.sandbox?.settled());
    const ready = children.sandbox?.detail();
    return ready === undefined ? undefined : localUrl(ready.port);
  };

  const handle = createOrigin({
    fetch,
    rendererDir: options.rendererDir,
    devServer: options.devServer,
    pictures: () => pictures(choice, children),
    frontendApi: {
      log: ports.log,
      name: () => (choice.kind === 'sandbox' ? 'The sandbox' : choice.id),
      target: async () => {
        const url = await frontendUrl();
        await kept;
        return url;
      },
      clientToken: () => (vaultKey === undefined ? undefined : vault.clientToken(vaultKey)),
      keepClientToken: (token) => {
        if (vaultKey !== undefined) vault.keepClientToken(vaultKey, token);
      },
    },
    backendApi: {
      log: ports.log,
      target: async () => {
        if (children.backend === null) return null;
        await withinPatience(children.backend.settled());
        const ready = children.backend.detail();
        return ready === undefined ? undefined : localUrl(ready.port);
      },
    },
  });

  const call = createDispatcher(
    createHandlers({
      bootstrap: async () => ({
        host: ports.host,
        version: ports.version,
        ...(await describeInstance(choice, children)),
        backendConnected: children.backend !== null,
        children: children.statuses(),
        settings: settings.current(),
      }),
      restartChild: (child) => children.restart(child),
      settings,
      openLink: (url) => ports.openLink(url),
      saveFile: createFileSaver((file) => ports.saveFile(file)),
      people,
      tokens: createTokenService({
        fetch,
        frontendUrl,
        issuer: async () => (await describeInstance(choice, children)).instance.issuer,
        isSandbox: choice.kind === 'sandbox',
      }),
    }),
    ports.log,
  );

  children.start();
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await children.stop();
    await vault.flush();
    await unlock();
  };
  return {
    handle,
    call,
    ready: hostSummary(choice, children, [...settings.notes, ...vault.notes]),
    close: () => (closed ??= close()),
  };
}

const localUrl = (port: number): string => `http://127.0.0.1:${port}`;
const sandboxId = (ready: SandboxReady): string =>
  clerkHost(ready.publishableKey) ?? new URL(ready.issuer).host;

/** Waits for a child that is starting, but not for long: an answer late is better than none. */
async function withinPatience(settled: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([settled, patience]);
  clearTimeout(timer);
}

/**
 * Pictures come from the sandbox itself or from Clerk's picture host, and from nowhere else. A sandbox that plays an
 * instance names them at the address it was asked at, which differs between its two APIs.
 */
function pictures(choice: InstanceChoice, children: Children): readonly string[] {
  if (choice.kind === 'sandbox') {
    const port = children.sandbox?.detail()?.port;
    return port === undefined ? [] : [localUrl(port)];
  }
  const played = [choice.frontendUrl, choice.apiUrl]
    .map((address) => new URL(address))
    .filter(({ protocol }) => protocol === 'http:')
    .map(({ origin }) => origin);
  return ['https://img.clerk.com', ...new Set(played)];
}

/** Which instance this is. A sandbox that failed is started once more: nothing works without it. */
async function describeInstance(
  choice: InstanceChoice,
  { sandbox }: Children,
): Promise<Pick<Bootstrap, 'instance' | 'publishableKey'>> {
  if (choice.kind !== 'sandbox') {
    const { id, name, kind, issuer, publishableKey } = choice;
    return { instance: { id, name, kind, issuer }, publishableKey };
  }
  let status = await sandbox?.settled();
  if (status?.state === 'failed') status = await sandbox?.restart();
  const ready = sandbox?.detail();
  if (ready === undefined) {
    throw new AppException(
      appError('sandbox.unreachable', 'The sandbox did not start.', {
        remedy: status?.reason ?? 'Restart Claimdeck.',
      }),
    );
  }
  return {
    instance: {
      id: sandboxId(ready),
      name: 'Sandbox',
      kind: 'sandbox',
      issuer: ready.issuer,
    },
    publishableKey: ready.publishableKey,
  };
}
