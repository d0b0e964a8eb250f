import { z } from 'zod';

/**
 * How people with an email address of the domain come in: not by themselves, by an invitation that waits for them,
 * or by a suggestion that an admin has to accept.
 */
export const EnrollmentMode = z.enum([
  'manual_invitation',
  'automatic_invitation',
  'automatic_suggestion',
]);

/** A domain of the active organization. */
export const OrgDomain = z.object({
  id: z.string(),
  name: z.string(),
  /** One of `EnrollmentMode`; another one is shown as it is. */
  enrollmentMode: z.string(),
  /** Until a domain is verified, Clerk enrols nobody by it. */
  verified: z.boolean(),
  /** Such as `affiliation_email_code`; null for one that was vouched for or is not verified yet. */
  verificationStrategy: z.string().nullable(),
  /** The address that the verification was sent to. */
  affiliationEmailAddress: z.string().nullable(),
  pendingInvitations: z.int(),
  pendingSuggestions: z.int(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  /**
   * Hash of name, mode and verification as they were read, to be sent as the header `If-Match`. Best effort: Clerk
   * itself compares nothing, so a change between the backend's last look and its write is not noticed.
   */
  etag: z.string(),
});

/** GET /v1/org/domains?limit&cursor (role org:admin), newest first; `limit` 1 to 100, 50 unless given. */
export const OrgDomainList = z.object({
  data: z.array(OrgDomain),
  total: z.int(),
  nextCursor: z.string().nullable(),
});

/**
 * POST /v1/org/domains (role org:admin) → 201 `OrgDomain`, unverified unless told. `verified: true` vouches for the
 * domain without the check by email, which reaches beyond the organization: everybody with such an address may be
 * let in, and no other organization can have the domain. So it takes an operator (`operator` of GET /v1/me), and
 * anybody else is refused with 403 `auth.operator_required`.
 */
export const OrgDomainWrite = z.strictObject({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, 'a domain like example.com')
    .max(253),
  enrollmentMode: EnrollmentMode,
  verified: z.boolean().optional(),
});

/**
 * PATCH /v1/org/domains/:id (role org:admin) → `OrgDomain`. What is left out stays; a name cannot be changed, and
 * `verified: true` takes an operator.
 * PATCH and DELETE /v1/org/domains/:id (→ 204) need the header `If-Match` with `etag`: 428 without, 412 when the
 * domain was changed meanwhile.
 */
export const OrgDomainPatch = z.strictObject({
  enrollmentMode: EnrollmentMode.optional(),
  verified: z.boolean().optional(),
});

export type EnrollmentMode = z.infer<typeof EnrollmentMode>;
export type OrgDomain = z.infer<typeof OrgDomain>;
export type OrgDomainWrite = z.infer<typeof OrgDomainWrite>;
export type OrgDomainPatch = z.infer<typeof OrgDomainPatch>;
