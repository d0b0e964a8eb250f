import { z } from 'zod';
import { AppErrorSchema, type AppError } from '../errors/appError.ts';
import {
  Bootstrap,
  ChildName,
  ChildStatus,
  DemoPerson,
  FileToSave,
  SandboxCode,
  SavedFile,
  Settings,
} from './app.ts';
import { VerifyInput, VerifyOutput } from './token.ts';

const Nothing = z.strictObject({});

/**
 * Everything a page can ask of its host. The Electron dispatcher, the web host, the bridge and the tests are
 * derived from this table; there is no other way across. Inputs are strict: an unknown key is refused.
 */
export const methods = {
  'app.bootstrap': { input: Nothing, output: Bootstrap },
  'app.restartChild': { input: z.strictObject({ child: ChildName }), output: Nothing },
  'settings.update': { input: Settings.partial(), output: Settings },
  /** Opens an https link in the user's browser. */
  'link.open': { input: z.strictObject({ url: z.string().max(2048) }), output: Nothing },
  /** Desktop only: asks where to keep a text, and writes it. In a browser the page saves files itself. */
  'app.saveFile': { input: FileToSave, output: SavedFile },
  'sandbox.people': { input: Nothing, output: z.array(DemoPerson) },
  /** A sign-in ticket for a demo person: good once, for `strategy: 'ticket'`. */
  'sandbox.ticket': {
    input: z.strictObject({ userId: z.string().max(100) }),
    output: z.strictObject({ ticket: z.string() }),
  },
  /** Codes sent in the last ten minutes, newest first. */
  'sandbox.codes': { input: Nothing, output: z.array(SandboxCode) },
  /** Verifies a token on this machine: networkless with a given key, else with the keys of the instance. */
  'token.verify': { input: VerifyInput, output: VerifyOutput },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

/** What a host tells its pages unasked. */
export const events = {
  'child.changed': ChildStatus,
  'sandbox.code': SandboxCode,
} as const satisfies Record<string, z.ZodType>;

export type MethodName = keyof typeof methods;
export type EventName = keyof typeof events;
export type MethodInput<M extends MethodName> = z.input<(typeof methods)[M]['input']>;
export type MethodOutput<M extends MethodName> = z.output<(typeof methods)[M]['output']>;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>;

/** The answer to every call: errors are values, since a rejection loses its structure on the way. */
export type Envelope<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export const EnvelopeSchema = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: AppErrorSchema }),
]);

/** What a page is given, in both hosts. */
export interface Bridge {
  call<M extends MethodName>(method: M, input: MethodInput<M>): Promise<Envelope<MethodOutput<M>>>;
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
}

export const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);
export const isEvent = (name: string): name is EventName => Object.hasOwn(events, name);
