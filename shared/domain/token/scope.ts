import type { Json } from '../json.ts';

/** `o` organization, `u` user, `ou` and `uo` both. */
export type Scope = 'o' | 'u' | 'ou' | 'uo';

export interface ScopedElement {
  /** As written before the first colon; anything but a `Scope` is dropped by Clerk's parser. */
  readonly scope: string;
  readonly slug: string;
}

export interface ScopedList {
  readonly org: readonly string[];
  readonly user: readonly string[];
  /** Elements without a colon: one of them makes Clerk's parser throw. */
  readonly malformed: readonly string[];
  /** How many elements have a colon, those of unknown scope included. */
  readonly count: number;
  /** The first element whose scope is none that Clerk knows; its parser drops such elements. */
  readonly unknown: ScopedElement | null;
  /** Whether an element that is not the organization's stands before one that is. */
  readonly isMixed: boolean;
}

export const isOrgScope = (scope: string): boolean =>
  scope === 'o' || scope === 'ou' || scope === 'uo';

const isUserScope = (scope: string): boolean => scope === 'u' || scope === 'ou' || scope === 'uo';

/** The trimmed elements of a comma list. */
export function splitList(text: string): string[] {
  const elements: string[] = [];
  for (let start = 0; ;) {
    const comma = text.indexOf(',', start);
    const end = comma === -1 ? text.length : comma;
    const element = text.slice(start, end);
    elements.push(
      mayBeSpace(text.charCodeAt(start)) || mayBeSpace(text.charCodeAt(end - 1))
        ? element.trim()
        : element,
    );
    if (comma === -1) return elements;
    start = comma + 1;
  }
}

/** Whether trimming could do anything: most elements need none, and looking is cheaper. */
const mayBeSpace = (code: number): boolean => code <= 0x20 || code >= 0x80;

const none: ScopedList = {
  org: [],
  user: [],
  malformed: [],
  count: 0,
  unknown: null,
  isMixed: false,
};

/** The elements of a list one by one, in order; those without a colon are left out. */
export function scopedElements(claim: unknown): ScopedElement[] {
  if (typeof claim !== 'string' || claim === '') return [];
  return splitList(claim).flatMap((element) => {
    const colon = element.indexOf(':');
    return colon === -1 ? [] : [{ scope: element.slice(0, colon), slug: element.slice(colon + 1) }];
  });
}

/**
 * Reads the comma list of a `fea` or `pla` claim (clerk/javascript packages/shared/src/authorization.ts,
 * `splitByScope`): elements are trimmed and split at their first colon. What is not a string counts as empty here.
 */
export function readScopedList(claim: Json | undefined): ScopedList {
  if (typeof claim !== 'string' || claim === '') return none;
  const org: string[] = [];
  const user: string[] = [];
  const malformed: string[] = [];
  let count = 0;
  let unknown: ScopedElement | null = null;
  let sawOther = false;
  let isMixed = false;
  for (const element of splitList(claim)) {
    const colon = element.indexOf(':');
    if (colon === -1) {
      malformed.push(element);
      continue;
    }
    count += 1;
    const scope = element.slice(0, colon);
    const slug = element.slice(colon + 1);
    const isOrg = isOrgScope(scope);
    const isUser = isUserScope(scope);
    if (isUser) user.push(slug);
    if (isOrg) {
      org.push(slug);
      isMixed ||= sawOther;
    } else {
      sawOther = true;
      if (!isUser) unknown ??= { scope, slug };
    }
  }
  return { org, user, malformed, count, unknown, isMixed };
}
