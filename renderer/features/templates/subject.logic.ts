import type { JsonObject } from '../../../shared/domain/json.ts';
import { wallsOf } from '../../../shared/domain/template/walls.ts';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import type { TemplateEntry } from './entries.logic.ts';
import type { ScanSubject } from './scan/scan.logic.ts';

/** The text of an entry as something to scan; null while it is no JSON object. */
export const subjectOf = (
  { name, kind, deployed, textChanged }: TemplateEntry,
  claims: JsonObject | null,
  live: DecodedToken | null,
): ScanSubject | null =>
  claims === null
    ? null
    : { name, kind, claims, walls: wallsOf(kind, live), deployed: textChanged ? deployed : null };
