import type { Bridge, Envelope, EventName } from '../shared/contract/table.ts';

/** The part of `ipcRenderer` that is used. */
export interface Wire {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, listener: (sent: unknown, ...args: unknown[]) => void): unknown;
}

type Listener = (payload: never) => void;

/** Events nobody listens to yet, per name. The page subscribes only once its first call is answered. */
const heldAtMost = 100;

const unanswered: Envelope<never> = {
  ok: false,
  error: { code: 'host.unreachable', message: 'The call did not get through to Claimdeck.' },
};

/**
 * What the page is given: `call` and `on`. The contract's table stands in main alone, which checks sender, name
 * and input of everything that arrives. No channel, no Electron object and no event object reaches the page.
 */
export function createBridge(wire: Wire): Bridge {
  const listeners = new Map<EventName, Set<Listener>>();
  const held = new Map<EventName, unknown[]>();

  wire.on('app:event', (_sent, event, payload) => {
    const name = event as EventName;
    const set = listeners.get(name);
    if (set === undefined) {
      held.set(name, [...(held.get(name) ?? []), payload].slice(-heldAtMost));
      return;
    }
    for (const listener of set) listener(payload as never);
  });

  return {
    call: async (method, input) => {
      try {
        return (await wire.invoke('app:call', method, input)) as Envelope<never>;
      } catch {
        // Errors are values in the contract; a rejection would bring Electron's own words into the page.
        return unanswered;
      }
    },
    on: (event, listener) => {
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
