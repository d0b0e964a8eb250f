import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { TemplateKind } from '../../../../shared/domain/template/types.ts';
import { compactBytes } from '../../../../shared/domain/token/size.ts';
import { formatBytes } from '../../../ui/format.logic.ts';

/**
 * Most bytes of compact claims that the backend takes. Every session token carries what its claims make, so they
 * may be no larger than a header.
 */
const mostBytes: Readonly<Record<TemplateKind, number>> = {
  'jwt-template': 100 * 1024,
  'session-claims': 8 * 1024,
};

/** Why claims cannot be saved for their size; null when they can. */
export function tooLargeToSave(claims: JsonObject, kind: TemplateKind): string | null {
  const bytes = compactBytes(claims);
  const most = mostBytes[kind];
  if (bytes <= most) return null;
  const what = kind === 'jwt-template' ? 'a template' : 'the session token';
  return `These claims are ${formatBytes(bytes)}; at most ${formatBytes(most)} are saved for ${what}.`;
}
