import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type Params = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

interface Waiting {
  readonly resolve: (result: Params) => void;
  readonly reject: (cause: Error) => void;
}

/** The app ended while the browser still asked for something: nothing that anybody has to hear of. */
export class BrowserGone extends Error {}

/** One session of the DevTools protocol: the browser itself (no id), or one page. Emits each event by its name. */
export class CdpSession extends EventEmitter {
  readonly #connection: CdpConnection;
  readonly #id: string | undefined;

  constructor(connection: CdpConnection, id?: string) {
    super();
    this.#connection = connection;
    this.#id = id;
  }

  /** Rejects when the browser refuses or is gone. Commands keep their order. */
  send(method: string, params: Params = {}): Promise<Params> {
    return this.#connection.send(method, params, this.#id);
  }
}

/** The DevTools protocol over `--remote-debugging-pipe`: JSON messages that each end in a NUL byte. */
export class CdpConnection {
  readonly browser: CdpSession = new CdpSession(this);
  readonly #sessions = new Map<string, CdpSession>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #out: Writable;
  #lastId = 0;
  #closed = false;

  constructor(out: Writable, incoming: Readable) {
    this.#out = out;
    let rest: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        const text = Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8');
        rest = [];
        start = end + 1;
        this.#receive(JSON.parse(text) as Message);
      }
      if (start < chunk.length) rest.push(chunk.subarray(start));
    });
    incoming.on('close', () => this.#end());
    incoming.on('error', () => this.#end());
    out.on('error', () => this.#end());
  }

  session(id: string): CdpSession {
    const session = this.#sessions.get(id) ?? new CdpSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  send(method: string, params: Params, sessionId: string | undefined): Promise<Params> {
    if (this.#closed) return Promise.reject(new BrowserGone(`The browser is gone (${method}).`));
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #receive(message: Message): void {
    if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error !== undefined) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result ?? {});
      return;
    }
    if (message.method === undefined) return;
    const session =
      message.sessionId === undefined ? this.browser : this.#sessions.get(message.sessionId);
    session?.emit(message.method, message.params ?? {});
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#waiting.values())
      reject(new BrowserGone('The browser is gone.'));
    this.#waiting.clear();
    this.browser.emit('closed');
  }
}
