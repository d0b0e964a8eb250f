import { assertNever } from '../../kernel/assertNever.ts';
import type { Change, Situation } from './changes.ts';

/** What to do, in one sentence. */
export function changeSentence(change: Change, situation: Situation): string {
  switch (change.kind) {
    case 'sign-in':
      return 'Sign in: there is no user in this token.';
    case 'activate-organization':
      return `Make an organization active${holding(change.role, change.permission)}.`;
    case 'set-role':
      return `Give this member the role ${change.role}.`;
    case 'grant-permission':
      return `Add ${change.permission} to the role.`;
    case 'add-feature':
      return change.scope === 'o'
        ? `Put the feature ${change.slug} into the organization's plan and into tokens.`
        : `Put the feature ${change.slug} into the user's plan and into tokens.`;
    case 'add-plan':
      return change.scope === 'o'
        ? `Subscribe the organization to the plan ${change.slug}.`
        : `Subscribe the user to the plan ${change.slug}.`;
    case 'refresh-token':
      return 'Fetch a fresh token: the membership already holds this.';
    case 'use-version-2':
      return 'Use a version 2 session token: older ones carry neither features nor plans.';
    case 'repair-claim':
      return `Mint ${change.claim} well-formed: Clerk's SDK cannot read it as it is.`;
    case 'reverify':
      return 'Verify the session again, as the check asks.';
    case 'ask':
      return askSentence(change, situation);
    default:
      return assertNever(change);
  }
}

function askSentence(change: Extract<Change, { kind: 'ask' }>, situation: Situation): string {
  const asked = situation.check[change.member];
  const isSystem = typeof asked === 'string' && /^(org:)*sys_/.test(asked);
  if (change.by === null)
    return 'Leave the system permission out of the check: the role stands for it on a server.';
  const instead = `has({ ${change.by.member}: '${change.by.value}' })`;
  return isSystem && change.by.member === 'role'
    ? `Ask ${instead}: system permissions are in no token.`
    : `Ask ${instead} instead.`;
}

function holding(role: string | null, permission: string | null): string {
  const parts = [role === null ? '' : `the role ${role}`, permission ?? ''].filter(Boolean);
  return parts.length === 0 ? '' : ` in which the person holds ${parts.join(' and ')}`;
}
