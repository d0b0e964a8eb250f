import { z } from 'zod';
import { AppErrorSchema } from '../errors/appError.ts';
import { DemoPerson, SandboxCode } from './app.ts';

/**
 * The protocol between a host and its children (sandbox, backend), over `child_process.fork` or Electron's
 * `utilityProcess`. The first message in is `start`, with configuration and secrets: nothing secret ever stands
 * on a command line or in an environment. `ready` or `failed` comes out. `stop` ends the child gracefully.
 */
export const SandboxConfig = z.strictObject({
  /** Folder of this sandbox's state; created when missing. */
  dataDir: z.string(),
  /** Wanted port on 127.0.0.1; the next free one is taken. 0 = any. */
  port: z.int(),
  reset: z.boolean().default(false),
  /** Lifetime of session tokens, seconds. */
  tokenLifetimeSec: z.int().default(60),
  /** Frontend API host named in the publishable key; `iss` is `https://<it>`. */
  frontendHost: z.string().optional(),
  /** People in the seed of a new state; 200 when absent. */
  seedUsers: z.int().min(5).optional(),
});

export const SandboxReady = z.strictObject({
  port: z.int(),
  publishableKey: z.string(),
  secretKey: z.string(),
  issuer: z.string(),
  operatorUserIds: z.array(z.string()),
  people: z.array(DemoPerson),
});

export const BackendConfig = z.strictObject({
  port: z.int(),
  /** SQLite file, or `postgres://…`. */
  database: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  /** Base URL of the Backend API, without `/v1`. */
  apiUrl: z.string(),
  issuer: z.string(),
  /** User ids that may reach beyond one organization. Nobody by default. */
  operators: z.array(z.string()),
  /** Origins allowed in `azp`. A token without `azp` (native client) is accepted. */
  authorizedParties: z.array(z.string()),
  /** Tolerated difference between the clocks of Clerk and the backend; 5,000 ms as in the SDK when absent. */
  clockSkewMs: z.int().min(0).max(60_000).optional(),
  /** Custom permissions of this instance that guard the backend's own data; the usual names when absent. */
  permissions: z
    .strictObject({
      dataRead: z.string(),
      dataWrite: z.string(),
      dataDelete: z.string(),
      settingsManage: z.string(),
    })
    .partial()
    .optional(),
});

export const BackendReady = z.strictObject({ port: z.int() });

export const ToChild = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), config: z.unknown() }),
  z.strictObject({ type: z.literal('stop') }),
]);

export const FromChild = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), detail: z.unknown() }),
  z.strictObject({ type: z.literal('failed'), error: AppErrorSchema }),
  /** A one-time code was "sent" by the sandbox. */
  z.strictObject({ type: z.literal('code'), code: SandboxCode }),
]);

export type SandboxConfig = z.infer<typeof SandboxConfig>;
export type SandboxReady = z.infer<typeof SandboxReady>;
export type BackendConfig = z.infer<typeof BackendConfig>;
export type BackendReady = z.infer<typeof BackendReady>;
export type ToChild = z.infer<typeof ToChild>;
export type FromChild = z.infer<typeof FromChild>;
