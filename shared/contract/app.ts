import { z } from 'zod';
import { WrittenJson } from './http/json.ts';

/** Shapes of the calls and events that concern the app itself. */
export const InstanceKind = z.enum(['sandbox', 'development', 'production']);

export const ChildName = z.enum(['sandbox', 'backend']);

export const ChildStatus = z.strictObject({
  child: ChildName,
  state: z.enum(['starting', 'ready', 'restarting', 'failed', 'stopped']),
  /** One sentence, present when `state` is `restarting` or `failed`. */
  reason: z.string().optional(),
});

/** The session token claims that somebody said are set in Clerk's Dashboard, which has no API to read them. */
export const DashboardClaims = z.strictObject({
  claims: WrittenJson(8 * 1024),
  /** When they said it. */
  atMs: z.int(),
});

export const Settings = z.strictObject({
  colorScheme: z.enum(['auto', 'light', 'dark']),
  /** By id of the instance. */
  dashboardClaims: z.record(z.string().max(253), DashboardClaims).optional(),
});

export const Bootstrap = z.strictObject({
  host: z.enum(['electron', 'web']),
  version: z.string(),
  instance: z.strictObject({
    /** Host of the instance's Frontend API, as in its publishable key. */
    id: z.string(),
    name: z.string(),
    kind: InstanceKind,
    /** What `iss` is expected to be: `https://<frontend api host>`. */
    issuer: z.string(),
  }),
  publishableKey: z.string(),
  /** False: Session and Inspect work fully, the other pages say *No backend connected*. */
  backendConnected: z.boolean(),
  children: z.array(ChildStatus),
  settings: Settings,
});

/** What a file holds: picks its extension and what the save dialog offers. */
export const FileKind = z.enum(['json', 'csv', 'text']);

/** What a person asked to keep. `text` becomes UTF-8 of at most `maxFileBytes`. */
export const FileToSave = z.strictObject({
  /** A suggestion: the host makes a name of it that is safe everywhere, and the person may choose another. */
  suggestedName: z.string().max(2_000),
  text: z.string(),
  kind: FileKind,
});

/** `saved` is false when the person cancelled; `name` is the file's own, without its folder. */
export const SavedFile = z.strictObject({ saved: z.boolean(), name: z.string().nullable() });

export const maxFileBytes = 64 * 1024 * 1024;

/** Per kind, the extension given to a name that has none, then others that are kept. */
export const fileExtensions = {
  json: ['json'],
  csv: ['csv'],
  text: ['txt', 'md', 'ts'],
} as const satisfies Record<z.infer<typeof FileKind>, readonly [string, ...string[]]>;

/** A person of the sandbox who can be signed in with one click. */
export const DemoPerson = z.strictObject({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  /** What is worth trying with this person, for example `admin of Acme Robotics`. */
  note: z.string(),
  tag: z.enum(['admin', 'member', 'two-factor', 'over-budget', 'personal']),
  /** Published sandbox password, shown so that the ordinary form can be tried. */
  password: z.string(),
});

/** A one-time code the sandbox "sent". It is shown where it is asked for. */
export const SandboxCode = z.strictObject({
  identifier: z.string(),
  code: z.string(),
  sentAtMs: z.number(),
});

export type FileToSave = z.infer<typeof FileToSave>;
export type SavedFile = z.infer<typeof SavedFile>;
export type InstanceKind = z.infer<typeof InstanceKind>;
export type ChildName = z.infer<typeof ChildName>;
export type ChildStatus = z.infer<typeof ChildStatus>;
export type DashboardClaims = z.infer<typeof DashboardClaims>;
export type Settings = z.infer<typeof Settings>;
export type Bootstrap = z.infer<typeof Bootstrap>;
export type DemoPerson = z.infer<typeof DemoPerson>;
export type SandboxCode = z.infer<typeof SandboxCode>;
