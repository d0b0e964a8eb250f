import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { DemoPerson, SandboxCode } from '../../shared/contract/app.ts';
import { buildApp } from './app.ts';
import type { Control, Core } from './core.ts';
import { createFaults, type Faults } from './faults.ts';
import { sandboxLog } from './log.ts';
import { expireSessions } from './logic/sessions.ts';
import { demoPeople, operatorIds } from './seed/people.ts';
import { seedInstance } from './seed/seed.ts';
import { setStateAside } from './state/database.ts';
import { prune } from './state/prune.ts';
import { State } from './state/state.ts';
import { keysOf, newPrivateKeyPem } from './tokens/keys.ts';

/** Options of a sandbox. Everything but the folder has a sensible default. */
export interface SandboxOptions {
  /** Folder of the state file; created when missing. */
  readonly dataDir: string;
  /** Sets the present state aside and seeds afresh. */
  readonly reset?: boolean;
  /** Lifetime of session tokens, seconds. */
  readonly tokenLifetimeSec?: number;
  /** Host named in the publishable key, so that another sandbox can play a real instance. Fixed by the first start. */
  readonly frontendHost?: string;
  /** People in the seed; at least the usual 200. Fixed by the first start. */
  readonly seedUsers?: number;
  /** Several people signed in on one client at once; the dashboard's switch. Off by default, as at Clerk. */
  readonly multiSession?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly log?: Logger;
  /** Told of each one-time code that was "sent". */
  readonly onCode?: (code: SandboxCode) => void;
}

export interface Sandbox extends Control {
  /** The Fastify app, not listening yet: `app.inject` answers without a port. */
  readonly app: FastifyInstance;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** `iss` of every token. */
  readonly issuer: string;
  readonly people: DemoPerson[];
  readonly operatorUserIds: string[];
  /** Path of the state that `reset` set aside, if there was one. */
  readonly keptState: string | null;
  /** Troubles of both APIs and of the key set, for tests. */
  readonly faults: Faults;
  /** Ends requests in flight and closes the state file. */
  close(): Promise<void>;
}

/**
 * Builds a sandbox on a folder: opens its state, seeds it when it is new, and routes both APIs.
 * @throws AppException when the state cannot be opened
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const realNow = options.now ?? Date.now;
  let skewMs = 0;
  const now = (): number => realNow() + skewMs;
  const log = options.log ?? sandboxLog();
  const keptState = options.reset === true ? setStateAside(options.dataDir, now()) : null;
  const state = new State(options.dataDir);
  if (state.tables.instance.size === 0) {
    seedInstance(state, {
      nowMs: now(),
      frontendHost: options.frontendHost,
      users: options.seedUsers ?? 200,
    });
  }
  prune(state, now());
  if (options.multiSession !== undefined) setMultiSession(state, options.multiSession);
  const { instance } = state;
  let keys = keysOf(signingKid(state), instance.private_key_pem);
  const faults = createFaults(realNow);
  const control: Control = {
    skewClock: (ms) => {
      skewMs = ms;
    },
    expireSessions: (userId) => expireSessions(core, { userId, nowMs: now() }),
    rotateKeys: () => {
      state.transaction(() => {
        state.tables.instance.put({
          ...state.instance,
          private_key_pem: newPrivateKeyPem(),
          key_rotations: (state.instance.key_rotations ?? 0) + 1,
        });
      });
      keys = keysOf(signingKid(state), state.instance.private_key_pem);
    },
  };
  const core: Core = {
    state,
    get keys() {
      return keys;
    },
    faults,
    control,
    now,
    log,
    onCode: options.onCode ?? (() => undefined),
    tokenLifetimeSec: options.tokenLifetimeSec ?? 60,
  };
  const app = await buildApp(core);
  app.addHook('onClose', () => state.close());
  return {
    app,
    publishableKey: instance.publishable_key,
    secretKey: instance.secret_key,
    issuer: `https://${instance.frontend_host}`,
    people: demoPeople(state),
    operatorUserIds: operatorIds(state),
    keptState,
    faults,
    ...control,
    close: () => app.close(),
  };
}

/** The first key is named after the instance, as at Clerk; how Clerk names the next one is not documented. */
function signingKid(state: State): string {
  const { id, key_rotations: rotations = 0 } = state.instance;
  return rotations === 0 ? id : `${id}_${rotations + 1}`;
}

function setMultiSession(state: State, multi: boolean): void {
  state.transaction(() => {
    state.tables.instance.put({ ...state.instance, single_session_mode: !multi });
  });
}
