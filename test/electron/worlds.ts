import { randomUUID } from 'node:crypto';
import { createCodec, type Codec } from './codec.ts';
import { createWorldLink } from './worldLink.ts';

/** What the isolated world tells main: through a binding that exists in that world alone. */
export interface FromPreload {
  readonly op: 'invoke' | 'send';
  readonly id: number;
  readonly channel: string;
  readonly args: string;
}

/** What main tells the isolated world. */
export interface ToPreload {
  readonly op: 'answer' | 'event';
  readonly id?: number;
  readonly ok?: boolean;
  readonly channel?: string;
  readonly value: string;
}

/** Runs in the page's own world before its scripts. */
function pageSide(
  link: typeof createWorldLink,
  codec: typeof createCodec,
  names: { readonly toPage: string; readonly toPreload: string },
): void {
  link(codec, { out: names.toPreload, in: names.toPage }, window, (key, value) =>
    Object.defineProperty(window, key, { value, enumerable: true }),
  );
}

/** Runs in the isolated world: gives the preload what a sandboxed one can require. */
function preloadSide(
  link: typeof createWorldLink,
  codecOf: typeof createCodec,
  names: { readonly toPage: string; readonly toPreload: string },
  call: string,
  deliver: string,
  preload: (require: unknown, module: unknown, exports: unknown, process: unknown) => void,
): void {
  type Listener = (sent: unknown, ...args: unknown[]) => void;
  const scope = globalThis as unknown as Record<string, (text: string) => void>;
  const codec: Codec = codecOf();
  const world = link(codecOf, { out: names.toPage, in: names.toPreload }, window, () => undefined);
  const listeners = new Map<string, Set<Listener>>();
  const waiting = new Map<
    number,
    { resolve(value: unknown): void; reject(cause: unknown): void }
  >();
  let lastId = 0;
  const post = (op: 'invoke' | 'send', channel: string, args: unknown[]): number => {
    const id = (lastId += 1);
    scope[call]?.(JSON.stringify({ op, id, channel, args: codec.encode(args) }));
    return id;
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        waiting.set(post('invoke', channel, args), { resolve, reject });
      }),
    send: (channel: string, ...args: unknown[]) => void post('send', channel, args),
    on: (channel: string, listener: Listener) => {
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  scope[deliver] = (text) => {
    const message = JSON.parse(text) as ToPreload;
    const value = codec.decode(message.value);
    if (message.op === 'event') {
      for (const listener of listeners.get(message.channel ?? '') ?? []) {
        listener({}, ...(value as unknown[]));
      }
      return;
    }
    const caller = waiting.get(message.id ?? -1);
    waiting.delete(message.id ?? -1);
    if (message.ok === true) caller?.resolve(value);
    else caller?.reject(value);
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, value: unknown) => world.expose(key, value),
  };
  const require = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  preload(require, module, module.exports, {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
  });
}

export interface WorldScripts {
  /** Name of the isolated world. */
  readonly world: string;
  /** Name of the binding in it, through which it speaks to main. */
  readonly call: string;
  /** For the page's own world; added first. */
  readonly page: string;
  /** For the isolated world. */
  readonly preload: string;
  /** An expression that hands a message to the isolated world. */
  readonly delivery: (message: ToPreload) => string;
}

/** The two scripts of one window, under names made for it. Subframes get neither, as in Electron. */
export function worldScripts(preloadSource: string): WorldScripts {
  const id = randomUUID().replaceAll('-', '');
  const names = JSON.stringify({ toPage: `p${id}`, toPreload: `r${randomUUID()}` });
  const [call, deliver] = [`call_${id}`, `deliver_${id}`];
  const shared = `${createWorldLink.toString()}, ${createCodec.toString()}, ${names}`;
  const topOnly = (code: string): string => `if (window.top === window) { ${code} }`;
  return {
    world: `preload ${id}`,
    call,
    page: topOnly(`(${pageSide.toString()})(${shared});`),
    preload: topOnly(
      `(${preloadSide.toString()})(${shared}, '${call}', '${deliver}', ` +
        `(require, module, exports, process) => { ${preloadSource}\n });`,
    ),
    delivery: (message) => `${deliver}(${JSON.stringify(JSON.stringify(message))})`,
  };
}
