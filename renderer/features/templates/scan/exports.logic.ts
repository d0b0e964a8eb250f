import type { ScanUser } from '../../../../shared/contract/http.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { bytesOfMembers } from '../../../../shared/domain/template/scan.ts';
import {
  contextsOf,
  placeOf,
  type ScanPlace,
  type ScanResult,
  type ScanSubject,
} from './evaluation.logic.ts';

/** With more claims than this a spreadsheet gets their sum alone. */
const mostClaimColumns = 200;

/** A cell as RFC 4180 quotes it, and no formula to a spreadsheet that opens it. */
export function csvCell(text: string): string {
  // Signs behind blanks count too, and the wide ones of East Asian keyboards.
  const tame = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

const columns = [
  'user_id',
  'user',
  'email',
  'organization_id',
  'organization',
  'role',
  'custom_bytes',
  'over',
];

/** Every place with its bytes and those of each claim, one line each. Users who come twice are told once. */
export function csvOf(subject: ScanSubject, users: Iterable<ScanUser>): string {
  const template = compileTemplate(subject.claims, { kind: subject.kind });
  const names = template.claimNames.length > mostClaimColumns ? [] : template.claimNames;
  const lines = [[...columns, ...names.map((name) => `bytes of ${name}`)].map(csvCell).join(',')];
  const seen = new Set<string>();
  for (const entry of users) {
    const id = String(entry.user['id']);
    if (seen.has(id)) continue;
    seen.add(id);
    for (const context of contextsOf(entry)) {
      const place = placeOf(entry, context);
      const role = context.membership?.['role'];
      const members = sizesOf(() => template.sizeByClaim(context));
      const bytes = members === null ? null : bytesOfMembers(members);
      const cells = [
        ...textsOf(place),
        typeof role === 'string' ? role : '',
        bytes === null ? 'could not be evaluated' : String(bytes),
        bytes === null ? '' : overOf(subject, bytes),
      ].map(csvCell);
      const costs = names.map((_, at) => (members === null ? '' : String(members[at] ?? 0)));
      lines.push([...cells, ...costs].join(','));
    }
  }
  return `${lines.join('\n')}\n`;
}

function sizesOf(size: () => number[]): number[] | null {
  try {
    return size();
  } catch {
    return null;
  }
}

const textsOf = ({ userId, user, email, organizationId, organization }: ScanPlace): string[] => [
  userId,
  user,
  email ?? '',
  organizationId ?? '',
  organization ?? '',
];

/** The names of the walls that so many bytes are over. */
const overOf = ({ walls }: ScanSubject, bytes: number): string =>
  walls
    .filter((wall) => bytes > wall.bytes)
    .map(({ name }) => name)
    .join('; ');

/** The whole result as one document. */
export const jsonOf = (subject: ScanSubject, result: ScanResult, complete: boolean): string =>
  JSON.stringify({ template: subject, complete, ...result }, null, 2);
