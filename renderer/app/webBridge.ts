import type { z } from 'zod';
import {
  EnvelopeSchema,
  events,
  isEvent,
  methods,
  type Bridge,
  type Envelope,
  type EventName,
  type EventPayload,
  type MethodName,
  type MethodOutput,
} from '../../shared/contract/table.ts';
import { appError, type AppError } from '../../shared/errors/appError.ts';
import { eventLines, reconnectDelayMs } from './webBridge.logic.ts';

/** The header every call of the web host carries, `/fapi` and `/api` included. */
export const sessionHeader = 'x-claimdeck-session';
const storageKey = 'claimdeck.session';

/** What the web bridge needs of its surroundings; tests give fakes. */
export interface WebBridgePorts {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** `location.hash` at start. */
  readonly hash: string;
  /** Takes the launch token out of the address bar. */
  readonly clearHash: () => void;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Whether the host answers. `lost` while the event stream is down and being opened again; `ended` when another
 * host answers now, which does not know this page.
 */
export type LinkState = 'open' | 'lost' | 'ended';

export interface HostBridge extends Bridge {
  /** Headers for the page's own requests to `/fapi` and `/api`. Empty in Electron. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly onLink: (listener: (state: LinkState) => void) => () => void;
  /** Settles once the host has been met; an error means that no call can succeed. */
  readonly opened: Promise<AppError | undefined>;
}

const noSession = (): AppError =>
  appError('host.no_session', 'This page was opened without its launch link.');
const unreachable = (): AppError =>
  appError('host.unreachable', 'Claimdeck does not answer: the process behind this page is gone.');

/**
 * The contract over HTTP. The launch token of the URL fragment is exchanged once for a session secret, which
 * stays in `sessionStorage` (this tab, this host and port) and rides on every call as a header.
 */
export function createWebBridge(ports: WebBridgePorts): HostBridge {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const linkListeners = new Set<(state: LinkState) => void>();
  let secret = ports.storage.getItem(storageKey) ?? undefined;
  let streaming = false;

  const headers = (): Record<string, string> =>
    secret === undefined ? {} : { [sessionHeader]: secret };

  const post = (path: string, body: unknown): Promise<Response> =>
    ports.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers() },
      body: JSON.stringify(body),
    });

  const exchange = async (): Promise<AppError | undefined> => {
    const launch = new URLSearchParams(ports.hash.replace(/^#/, '')).get('launch');
    if (launch === null) return secret === undefined ? noSession() : undefined;
    try {
      const response = await post('/host/session', { launch });
      // Only now: a page that is loaded again before the answer came still has its link.
      ports.clearHash();
      const body: unknown = await response.json();
      if (!response.ok || typeof body !== 'object' || body === null) return noSession();
      const given = (body as { secret?: unknown }).secret;
      if (typeof given !== 'string') return noSession();
      secret = given;
      ports.storage.setItem(storageKey, given);
      return undefined;
    } catch {
      return unreachable();
    }
  };
  const opened = exchange();

  async function call<M extends MethodName>(
    method: M,
    input: z.input<(typeof methods)[M]['input']>,
  ): Promise<Envelope<MethodOutput<M>>> {
    const failure = await opened;
    if (failure !== undefined) return { ok: false, error: failure };
    let response: Response;
    try {
      response = await post('/host/call', { method, input });
    } catch {
      return { ok: false, error: unreachable() };
    }
    if (response.status === 401) {
      // The host was started again: its old secrets are gone, and only a new launch link helps.
      ports.storage.removeItem(storageKey);
      return { ok: false, error: noSession() };
    }
    return readEnvelope(method, await response.json().catch(() => undefined));
  }

  const emit = (line: { event: EventName; payload: unknown }): void => {
    const payload = events[line.event].safeParse(line.payload);
    if (!payload.success) return;
    for (const listener of listeners.get(line.event) ?? []) listener(payload.data as never);
  };

  const tellLink = (state: LinkState): void => {
    for (const listener of linkListeners) listener(state);
  };

  const stream = async (): Promise<void> => {
    if ((await opened) !== undefined) return;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await ports.fetch('/host/events', { headers: headers() });
        if (response.status === 401) return tellLink('ended');
        if (!response.ok || response.body === null) throw new Error('no event stream');
        attempt = 0;
        tellLink('open');
        for await (const line of eventLines(response.body)) {
          if (isEvent(line.event)) emit({ event: line.event, payload: line.payload });
        }
      } catch {
        // Fall through: a broken stream is opened again.
      }
      tellLink('lost');
      await ports.wait(reconnectDelayMs(attempt));
    }
  };

  const startStream = (): void => {
    if (streaming) return;
    streaming = true;
    void stream();
  };

  return {
    call,
    opened,
    headers,
    on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      startStream();
      return () => void set.delete(listener);
    },
    onLink(listener) {
      linkListeners.add(listener);
      startStream();
      return () => void linkListeners.delete(listener);
    },
  };
}

/** Parses an answer with the contract; a host that breaks its word is an error, never a guess. */
export function readEnvelope<M extends MethodName>(
  method: M,
  raw: unknown,
): Envelope<MethodOutput<M>> {
  const envelope = EnvelopeSchema.safeParse(raw);
  if (!envelope.success) return broken(method);
  if (!envelope.data.ok) return { ok: false, error: envelope.data.error };
  const value = methods[method].output.safeParse(envelope.data.value);
  if (!value.success) return broken(method);
  return { ok: true, value: value.data as MethodOutput<M> };
}

const broken = (method: string): { ok: false; error: AppError } => ({
  ok: false,
  error: appError('internal.unexpected', 'The answer of the host could not be read.', {
    details: { method },
  }),
});
