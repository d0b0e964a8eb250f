import type { FileToSave, SavedFile } from '../../shared/contract/app.ts';
import type { ToChild } from '../../shared/contract/children.ts';
import type { Envelope, EventName, EventPayload } from '../../shared/contract/table.ts';

/** The programs a host forks: `out/main/sandbox.js` and `out/main/backend.js`. */
export type ChildEntry = 'sandbox' | 'backend';

/** One forked child, seen from its parent. Messages are structured-cloned, nothing travels as text. */
export interface ChildLink {
  readonly pid: number | undefined;
  send(message: ToChild): void;
  /** Everything the child says, unchecked: the supervisor parses it. */
  onMessage(listener: (message: unknown) => void): void;
  /** Once, when the process is gone or could not be started. `code` is null after a signal. */
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** Ends it at once (SIGKILL). */
  kill(): void;
}

/**
 * Encryption by the operating system (Electron's `safeStorage`). The web host has none: `available` answers
 * false, and so does Electron when the OS gives no real encryption (`basic_text`).
 */
export interface SecretPort {
  available(): Promise<boolean>;
  /** Only called while `available()` is true. */
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(sealed: Uint8Array): Promise<string>;
}

type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Writes one line to the host's own log. Callers never pass secrets, tokens or claims. */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** All that the services need of the program they run in. Electron and the web host each give these. */
export interface HostPorts {
  readonly host: 'electron' | 'web';
  readonly version: string;
  /** The data folder (`resolveDataDir`); `composeHost` creates it and takes its lock. */
  readonly dataDir: string;
  /** Forks with an explicit, small environment (`childEnvironment`) and no arguments. */
  forkChild(entry: ChildEntry): ChildLink;
  /** Opens a link that was checked before (https only) in the user's browser. */
  openLink(url: string): Promise<void>;
  /**
   * Asks the person where to keep a text and writes it whole or not at all. The name was made safe before.
   * Rejects with `file.not_saved`, or `boundary.unsupported` where pages save files themselves.
   */
  saveFile(file: FileToSave): Promise<SavedFile>;
  readonly secrets: SecretPort;
  /** Tells every page. Before the first page listens, events may be dropped: bootstrap holds the state. */
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
  readonly log: Log;
}

/** What a start was asked for. `parseFlags` makes most of it from the command line. */
export interface HostOptions {
  /** Where the Clerk variables are read from: `process.env` in the product. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A dotenv file that completes `env`; what `env` holds wins. */
  readonly envFile?: string | undefined;
  /** Wanted ports on 127.0.0.1; when taken, the next free one. 0 = any. */
  readonly sandboxPort?: number | undefined;
  readonly backendPort?: number | undefined;
  /** Starts the sandbox from its seed and forgets what the backend stored for it. */
  readonly reset?: boolean | undefined;
  /** Folder of the built page (`out/renderer`). */
  readonly rendererDir: string;
  /** `http://127.0.0.1:<port>` of Vite's server: static paths are forwarded to it. */
  readonly devServer?: string | undefined;
}

/** What runs, for the one line a start prints. */
export interface HostSummary {
  /** For example `Sandbox on 127.0.0.1:4470, backend on 127.0.0.1:4480`. */
  readonly line: string;
  /** Things worth a line of their own: a port that was taken, settings that could not be read. */
  readonly notes: readonly string[];
}

export interface Host {
  /** The page's one origin: static files, `/fapi/*`, `/api/*`. Only the path of the URL matters. */
  handle(request: Request): Promise<Response>;
  /** The contract. `method` and `input` come from a page: anything. Never rejects. */
  call(method: string, input: unknown): Promise<Envelope<unknown>>;
  /** Settles when every child has answered once. Never rejects: a child that failed is told in the summary. */
  readonly ready: Promise<HostSummary>;
  /** Ends the children, flushes what is unwritten, gives the lock back. Safe to call twice. */
  close(): Promise<void>;
}
