import type { ErrorCode } from '../../shared/errors/codes.ts';

/** What a refusal of Clerk's is to people: our code, one sentence, and what to do where the code's remedy says less. */
interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy?: string;
}

const invalid = (message: string, remedy?: string): Refusal => ({
  code: 'clerk.invalid',
  message,
  ...(remedy === undefined ? {} : { remedy }),
});

const lastAdmin: Refusal = {
  code: 'organization.last_admin',
  message: 'Clerk keeps at least one member who can manage the organization.',
};

const byPlan = 'Change the plan in Clerk’s Dashboard, or do without.';

/**
 * Clerk's codes that people meet when they write (clerk/clerk-docs `data/api_errors.json`), in our own words. Those
 * of role sets are named by clerk/openapi-specs `bapi/2026-05-12.yml` only in part; the rest fall through.
 */
const refusals: Readonly<Record<string, Refusal>> = {
  duplicate_record: invalid('Clerk already has one with this name or key.'),
  jwt_template_reserved_claim: invalid('Clerk keeps a claim of this name for itself.'),
  session_token_jwt_template: invalid(
    'This is the customization of the session token, which Clerk does not delete like a template.',
    'Empty its claims in Clerk’s Dashboard: Sessions, Customize session token.',
  ),
  unsupported_subscription_plan_features: invalid(
    'The Clerk plan of this instance does not include what was asked.',
    byPlan,
  ),
  resource_locked: invalid('Clerk is changing this right now.', 'Try again in a few seconds.'),

  organization_minimum_permissions_needed: lastAdmin,
  // As older answers spell it (clerk/clerk-sdk-go `apierror`).
  organzation_minimum_permissions_needed: lastAdmin,
  already_a_member_in_organization: invalid(
    'This person is a member of the organization already.',
    'Change their role on the list of members.',
  ),
  organization_invitation_not_unique: invalid(
    'An invitation for this address is open already.',
    'Send that one again, or revoke it first.',
  ),
  organization_invitation_not_pending: invalid(
    'This invitation is not open any more.',
    'Load the list again; invite the person anew if need be.',
  ),
  organization_membership_quota_exceeded: invalid(
    'The organization has as many members and open invitations as it may have.',
    'Revoke invitations that nobody answers, or raise the limit in Clerk’s Dashboard.',
  ),
  organization_membership_managed_by_scim: invalid(
    'This membership comes from a directory, so it cannot be changed here.',
    'Change the person’s groups in the directory that is connected.',
  ),

  organization_role_default_creator_role: {
    code: 'organization.creator_role',
    message: 'Whoever creates an organization gets this role.',
  },
  organization_missing_creator_role_permissions: {
    code: 'organization.creator_role',
    message: 'A creator role has to manage members, read members and delete the organization.',
    remedy: 'Choose or keep a role that has these three permissions.',
  },
  organization_role_domain_default_role: {
    code: 'organization.role_in_use',
    message: 'Members who join by their domain get this role.',
    remedy: 'Make another role the default one first.',
  },
  organization_role_assigned_members: {
    code: 'organization.role_in_use',
    message: 'Members hold this role, so it cannot be deleted.',
  },
  organization_role_exists_in_invitations: {
    code: 'organization.role_in_use',
    message: 'Invitations that are open name this role.',
    remedy: 'Revoke these invitations, or wait until they are accepted or expired.',
  },
  organization_role_on_set_assigned_to_user: {
    code: 'organization.role_in_use',
    message: 'Members hold a role that the role set lacks.',
    remedy: 'Give them a role of that set first.',
  },
  organization_instance_roles_quota_exceeded: invalid(
    'The instance has as many roles of its own as it may have.',
    'Delete a role that nobody holds, or ask Clerk for more.',
  ),
  organization_instance_role_sets_quota_exceeded: invalid(
    'The instance has as many role sets as its Clerk plan includes.',
    byPlan,
  ),
  cannot_delete_initial_role_set: invalid(
    'New organizations get this role set, so it cannot be replaced.',
    'Make another set the initial one first.',
  ),
  organization_role_set_reassignment_mappings_missing: invalid(
    'Members hold a role that the new role set lacks.',
    'Say in the mappings which role they get.',
  ),
  organization_role_set_reassignment_mappings_invalid: invalid(
    'A mapping names a role that the new role set lacks.',
    'Map to roles of the new set.',
  ),
  role_migration_in_progress: invalid(
    'Clerk is still moving members from one role to another.',
    'Wait until that is done, then try again.',
  ),
  organization_system_permission_not_modifiable: invalid(
    'System permissions are Clerk’s own and cannot be changed.',
    'Make a custom permission for what your app decides itself.',
  ),

  organization_domain_already_exists: invalid(
    'Another organization has this domain already.',
    'Ask its admins, or use another domain.',
  ),
  organization_domain_already_exists_same_organization: invalid(
    'The organization has this domain already.',
    'Change the one that is on the list.',
  ),
  organization_domain_blocked: invalid(
    'Clerk does not take this domain: it belongs to a provider of throw-away addresses.',
    'Use a domain that the organization owns.',
  ),
  organization_domain_common: invalid(
    'Clerk does not take this domain: anybody can have an address there.',
    'Use a domain that the organization owns.',
  ),
  organization_domain_quota_exceeded: invalid(
    'The organization has as many domains as it may have.',
    'Delete one that is not needed any more.',
  ),
  organization_domain_enrollment_mode_not_enabled: invalid(
    'The instance does not allow this way of joining by domain.',
    'Choose another one, or allow it in Clerk’s Dashboard under Organizations.',
  ),
  organization_domains_not_enabled: invalid(
    'The instance has verified domains switched off.',
    'Switch them on in Clerk’s Dashboard under Organizations.',
  ),
};

/** Undefined for a code that has no words of its own here. */
export const refusalOf = (upstream: string): Refusal | undefined =>
  Object.hasOwn(refusals, upstream) ? refusals[upstream] : undefined;
