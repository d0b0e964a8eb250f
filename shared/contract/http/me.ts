import { z } from 'zod';
import { Metadata } from './json.ts';

/** GET /v1/me: the verified auth object. No call to Clerk was made for it. */
export const Me = z.object({
  userId: z.string(),
  sessionId: z.string(),
  orgId: z.string().nullable(),
  orgSlug: z.string().nullable(),
  orgRole: z.string().nullable(),
  orgPermissions: z.array(z.string()),
  features: z.object({ org: z.array(z.string()), user: z.array(z.string()) }),
  plans: z.object({ org: z.array(z.string()), user: z.array(z.string()) }),
  factorVerificationAge: z.tuple([z.number(), z.number()]).nullable(),
  sessionStatus: z.string().nullable(),
  actor: Metadata.nullable(),
  operator: z.boolean(),
  issuedAtMs: z.number(),
  expiresAtMs: z.number(),
});

/** GET /v1/me/profile: the Backend API user, as `currentUser()` gives it. `private_metadata` is left out. */
export const Profile = z.object({
  user: Metadata,
  /** Measured time of the Backend API call. */
  fetchedInMs: z.number(),
});

/** GET /v1/me/context: what a template preview needs, in Backend API shape. */
export const PreviewContextBody = z.object({
  user: Metadata,
  organization: Metadata.nullable(),
  membership: Metadata.nullable(),
  session: Metadata.nullable(),
});

export type Me = z.infer<typeof Me>;
export type Profile = z.infer<typeof Profile>;
export type PreviewContextBody = z.infer<typeof PreviewContextBody>;
