import { reservedVerdict } from '../../../shared/domain/template/reserved.ts';
import { maxTemplateDepth, type TemplateKind } from '../../../shared/domain/template/types.ts';
import { ClerkApiError, formInvalid } from '../errors.ts';
import type { Metadata } from '../state/records.ts';

/** Clerk documents no limit; this one keeps every token that could be minted at a size that can be sent at all. */
const MOST_BYTES = 128 * 1024;

/**
 * Refuses claims as Clerk does when a template or the session token customization is saved: a reserved name is
 * 400 `jwt_template_reserved_claim` (clerk/clerk-docs `data/api_errors.json`; the list of names is inferred).
 * Depth and size are the sandbox's own.
 */
export function checkClaims(kind: TemplateKind, claims: Metadata): void {
  for (const name of Object.keys(claims)) {
    if (reservedVerdict(kind, name)?.severity === 'error') {
      throw new ClerkApiError(400, 'jwt_template_reserved_claim', 'Reserved claim', {
        long: `You can't use the reserved claim: '${name.slice(0, 100)}'.`,
        param: 'claims',
      });
    }
  }
  // Before anything walks them by recursion.
  if (isDeeper(claims, maxTemplateDepth)) {
    throw formInvalid('claims', `claims may be nested ${maxTemplateDepth} levels deep.`);
  }
  if (Buffer.byteLength(JSON.stringify(claims)) > MOST_BYTES) {
    throw new ClerkApiError(422, 'form_param_value_too_large', 'is too large', {
      long: `claims may be ${MOST_BYTES / 1024} KB as compact JSON.`,
      param: 'claims',
    });
  }
}

/** Looks at one level after the other, so depth costs no stack. */
function isDeeper(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  }
  return false;
}
