import { NewInvitations, type InvitationResults } from '../../../../shared/contract/http.ts';

/** Most addresses the backend takes at once. */
export const mostAtOnce = 100;

const Address = NewInvitations.shape.invitations.element.shape.emailAddress;

export interface Addresses {
  readonly valid: readonly string[];
  /** What does not read as an email address, as it was typed. */
  readonly wrong: readonly string[];
}

/** Addresses typed or pasted, parted by white space, commas or semicolons; each once, in any case. */
export function readAddresses(text: string): Addresses {
  const seen = new Set<string>();
  const typed = text.split(/[\s,;]+/).filter((part) => {
    const key = part.toLowerCase();
    if (part === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const isValid = (part: string): boolean => Address.safeParse(part).success;
  return {
    valid: typed.filter(isValid),
    wrong: typed.filter((part) => !isValid(part)),
  };
}

/** What is wrong with the addresses, in one sentence; null when they can be sent. */
export function addressProblem({ valid, wrong }: Addresses): string | null {
  if (wrong.length > 0) {
    return `Not an email address: ${wrong.slice(0, 3).join(', ')}${wrong.length > 3 ? ' and more' : ''}.`;
  }
  if (valid.length > mostAtOnce) return `${valid.length} addresses; at most ${mostAtOnce} at once.`;
  return null;
}

/** *2 people invited, 1 not.* */
export function resultSentence({ invited, failed }: InvitationResults): string {
  const people = `${invited} ${invited === 1 ? 'person' : 'people'} invited`;
  return failed === 0 ? `${people}.` : `${people}, ${failed} not.`;
}

/** What becomes of invitations, by Clerk's word for it. */
export const statuses = {
  pending: 'Open',
  accepted: 'Accepted',
  expired: 'Expired',
  revoked: 'Revoked',
} as const;
export type InvitationStatus = keyof typeof statuses;

/** What to say where there are none: title, and what would be here. */
export const emptyNotes: Readonly<Record<InvitationStatus, readonly [string, string]>> = {
  pending: [
    'No invitation is open.',
    'Whoever you invite stands here until they accept or the invitation expires.',
  ],
  accepted: ['Nobody has accepted one yet.', 'Whoever accepts becomes a member at once.'],
  expired: ['No invitation has expired.', 'Those that nobody answers in time come here.'],
  revoked: ['No invitation was revoked.', 'Those that are taken back come here.'],
};
