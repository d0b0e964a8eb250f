import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { readAuth } from './claims.ts';
import { pointerPart } from './warnings.ts';

export interface ClaimChange {
  /** JSON pointer of the member. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** True for what every refresh changes: times, the token's id, ages of factors. */
  readonly isTime: boolean;
}

export interface ClaimDiff {
  readonly changes: readonly ClaimChange[];
  /** Nothing changed but what every refresh changes. */
  readonly isOnlyTime: boolean;
  readonly switchedOrganization: boolean;
  readonly switchedRole: boolean;
  readonly switchedUser: boolean;
  readonly addedPermissions: readonly string[];
  readonly removedPermissions: readonly string[];
}

const timeClaims = new Set(['exp', 'iat', 'nbf', 'jti', 'fva']);

/** Changes listed at most; what is beyond is one change of the whole. */
const mostChanges = 500;

/**
 * What differs between two payloads, member by member; lists are compared as wholes. A person's
 * permissions are compared decoded, since a mask says nothing to anybody.
 */
export function diffClaims(before: JsonObject, after: JsonObject): ClaimDiff {
  const changes: ClaimChange[] = [];
  compareObjects(before, after, '', false, changes);
  const was = readAuth(before);
  const is = readAuth(after);
  return {
    changes,
    isOnlyTime: changes.every(({ isTime }) => isTime),
    switchedOrganization: was.orgId !== is.orgId,
    switchedRole: was.orgId === is.orgId && was.orgRole !== is.orgRole,
    switchedUser: was.userId !== is.userId,
    addedPermissions: missingFrom(was.orgPermissions, is.orgPermissions),
    removedPermissions: missingFrom(is.orgPermissions, was.orgPermissions),
  };
}

function missingFrom(list: readonly string[], items: readonly string[]): string[] {
  const known = new Set(list);
  return items.filter((item) => !known.has(item));
}

function compareObjects(
  before: JsonObject,
  after: JsonObject,
  parent: string,
  isInTime: boolean,
  changes: ClaimChange[],
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (changes.length >= mostChanges) return;
    const path = parent + pointerPart(name);
    const isTime = isInTime || (parent === '' && timeClaims.has(name));
    const was = own(before, name);
    const is = own(after, name);
    if (was === undefined || is === undefined) {
      changes.push({
        path,
        kind: was === undefined ? 'added' : 'removed',
        before: was,
        after: is,
        isTime,
      });
    } else if (isJsonObject(was) && isJsonObject(is)) {
      compareObjects(was, is, path, isTime, changes);
    } else if (!isSame(was, is)) {
      changes.push({ path, kind: 'changed', before: was, after: is, isTime });
    }
  }
}

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return (
      a.length === b.length && a.every((item, index) => isSame(item as Json, b[index] as Json))
    );
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const other = own(b, name);
      return other !== undefined && isSame(a[name] as Json, other);
    })
  );
}
