import type { Json } from '../json.ts';

/** `o` organization, `u` user, `ou` and `uo` both. */
export type Scope = 'o' | 'u' | 'ou' | 'uo';

export interface ScopedElement {
  /** As written before the first colon; anything but a `Scope` is dropped by Clerk's parser. */
  readonly scope: string;
  readonly slug: string;
}

export interface ScopedList {
  /** Every element with a colon, in order, unknown scopes included. */
  readonly elements: readonly ScopedElement[];
  readonly org: readonly string[];
  readonly user: readonly string[];
  /** Elements without a colon: one of them makes Clerk's parser throw. */
  readonly malformed: readonly string[];
}

export const isOrgScope = (scope: string): boolean =>
  scope === 'o' || scope === 'ou' || scope === 'uo';

export const isUserScope = (scope: string): boolean =>
  scope === 'u' || scope === 'ou' || scope === 'uo';

/** The trimmed elements of a comma list. */
export function splitList(text: string): string[] {
  const elements = text.split(',');
  // Trimming is rarely needed, and looking is cheaper.
  if (hasSpace.test(text))
    for (let i = 0; i < elements.length; i += 1) elements[i] = (elements[i] ?? '').trim();
  return elements;
}

const hasSpace = /\s/;

const none: ScopedList = { elements: [], org: [], user: [], malformed: [] };

/**
 * Reads the comma list of a `fea` or `pla` claim (clerk/javascript packages/shared/src/authorization.ts,
 * `splitByScope`): elements are trimmed and split at their first colon. What is not a string counts as empty here.
 */
export function readScopedList(claim: Json | undefined): ScopedList {
  if (typeof claim !== 'string' || claim === '') return none;
  const elements: ScopedElement[] = [];
  const org: string[] = [];
  const user: string[] = [];
  const malformed: string[] = [];
  for (let start = 0; start <= claim.length;) {
    const comma = claim.indexOf(',', start);
    const end = comma === -1 ? claim.length : comma;
    const element = claim.slice(start, end).trim();
    start = end + 1;
    const colon = element.indexOf(':');
    if (colon === -1) {
      malformed.push(element);
      continue;
    }
    const scope = element.slice(0, colon);
    const slug = element.slice(colon + 1);
    elements.push({ scope, slug });
    if (isOrgScope(scope)) org.push(slug);
    if (isUserScope(scope)) user.push(slug);
  }
  return { elements, org, user, malformed };
}
