import type { Bridge, Envelope, EventName } from '../shared/contract/table.ts';
import { isEvent, isMethod } from './names.ts';

/** The part of `ipcRenderer` that is used. */
export interface Wire {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, listener: (sent: unknown, ...args: unknown[]) => void): unknown;
}

type Listener = (payload: never) => void;

/** Events nobody listens to yet, per name. The page subscribes only once its first call is answered. */
const heldAtMost = 100;

/**
 * What the page is given: `call` and `on`, for the contract's names alone. Main checks everything that arrives
 * once more. No channel, no Electron object and no event object reaches the page.
 */
export function createBridge(wire: Wire): Bridge {
  const listeners = new Map<EventName, Set<Listener>>();
  const held = new Map<EventName, unknown[]>();

  wire.on('app:event', (_sent, name, payload) => {
    if (!isEvent(name)) return;
    const set = listeners.get(name);
    if (set === undefined) {
      held.set(name, [...(held.get(name) ?? []), payload].slice(-heldAtMost));
      return;
    }
    for (const listener of set) listener(payload as never);
  });

  return {
    call: (method, input) =>
      isMethod(method)
        ? (wire.invoke('app:call', method, input) as Promise<Envelope<never>>)
        : Promise.resolve({
            ok: false,
            error: { code: 'boundary.unknown_method', message: 'The host has no such method.' },
          }),
    on: (event, listener) => {
      if (!isEvent(event) || typeof listener !== 'function') return () => undefined;
      const set = listeners.get(event) ?? new Set<Listener>();
      listeners.set(event, set);
      // A wrapper each time: the same function listening twice is two subscriptions.
      const receive: Listener = (payload) => listener(payload);
      set.add(receive);
      for (const payload of held.get(event)?.splice(0) ?? []) listener(payload as never);
      return () => void set.delete(receive);
    },
  };
}
