import type { Logger } from 'pino';
import type { SandboxCode } from '../../shared/contract/app.ts';
import type { FaultSource } from './faults.ts';
import type { State } from './state/state.ts';
import type { InstanceKeys } from './tokens/keys.ts';

/** What makes a sandbox go wrong beside faults. */
export interface Control {
  /** Sets the clock of tokens, codes and records that far from the real one, milliseconds; 0 sets it right. */
  skewClock(ms: number): void;
  /** Lets the time of all live sessions run out, or of one user's. Tokens already issued stay valid until they expire. */
  expireSessions(userId?: string): void;
  /** Signs with a new key from now on; the key set holds that one alone, so older tokens are refused. */
  rotateKeys(): void;
}

/** What every handler works on. One per running sandbox. */
export interface Core {
  readonly state: State;
  /** The keys of now; they change when they are rotated, so they are never kept. */
  readonly keys: InstanceKeys;
  readonly faults: FaultSource;
  readonly control: Control;
  /** Milliseconds since the epoch; the one clock of tokens, codes and records. */
  readonly now: () => number;
  readonly log: Logger;
  /** Called when a one-time code was "sent". */
  readonly onCode: (code: SandboxCode) => void;
  /** Lifetime of session tokens, seconds. */
  readonly tokenLifetimeSec: number;
}

/** What one request adds: who asks, from where, and under which address pictures are found. */
export interface Asked {
  /** `http://127.0.0.1:4470`: the address this request reached the sandbox under. */
  readonly baseUrl: string;
  readonly nowMs: number;
}

/** `iss` of every token: the Frontend API URL of the publishable key, whatever port the sandbox listens on. */
export const issuerOf = (core: Core): string => `https://${core.state.instance.frontend_host}`;
