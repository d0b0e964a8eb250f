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
