import type { HasCheck, HasExplanation } from '../../../shared/domain/access/has.ts';
import type { FactorLevel } from '../../../shared/domain/access/reverification.ts';

/** The form, as typed. An empty field is not asked. */
export interface AskForm {
  readonly role: string;
  readonly permission: string;
  readonly feature: string;
  readonly plan: string;
  /** A named window, `custom`, or nothing. */
  readonly reverification: '' | 'strict_mfa' | 'strict' | 'moderate' | 'lax' | 'custom';
  readonly level: FactorLevel;
  readonly afterMinutes: number;
}

export const emptyForm: AskForm = {
  role: '',
  permission: '',
  feature: '',
  plan: '',
  reverification: '',
  level: 'second_factor',
  afterMinutes: 10,
};

/** The parameters of `has()` that the form stands for. */
export function checkOf(form: AskForm): HasCheck {
  const { role, permission, feature, plan, reverification, level, afterMinutes } = form;
  return {
    ...member('role', role),
    ...member('permission', permission),
    ...member('feature', feature),
    ...member('plan', plan),
    ...(reverification === ''
      ? {}
      : reverification === 'custom'
        ? { reverification: { level, afterMinutes } }
        : { reverification }),
  };
}

const member = (name: 'role' | 'permission' | 'feature' | 'plan', text: string): HasCheck =>
  text.trim() === '' ? {} : { [name]: text.trim() };

/** The check as code, for a server or a client. */
export function codeOf(check: HasCheck, side: 'server' | 'client'): string {
  const parts = Object.entries(check).map(([name, value]) => `${name}: ${literal(value)}`);
  const call = `has(${parts.length === 0 ? '' : `{ ${parts.join(', ')} }`})`;
  return side === 'server' ? `(await auth()).${call}` : `useAuth().${call}`;
}

function literal(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value);
  const parts = Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`);
  return `{ ${parts.join(', ')} }`;
}

/** *No. org:data:write is not among the permissions. Smallest fix: add org:data:write to the role, or …* */
export function answerSentence(explanation: HasExplanation, who: string): string {
  const { result, dimensions, fixes } = explanation;
  const asked = dimensions.filter(({ verdict }) => verdict !== 'skip');
  if (asked.length === 0)
    return 'No: nothing is asked, and has() without parameters is always false.';
  if (result) {
    const what = asked.map((dimension) => dimension.asked ?? '').join(', ');
    return `Yes. ${who} has ${what}.`;
  }
  const failed = asked.find(({ verdict }) => verdict === 'fail');
  const why = failed?.reason ?? 'There is no user, or Clerk’s SDK cannot read the token.';
  return `No. ${why}${fixWords(fixes)}`;
}

function fixWords(fixes: HasExplanation['fixes']): string {
  if (fixes.length === 0) return '';
  const shown = fixes.slice(0, 2).map(({ steps }) => steps.map(asClause).join(', and '));
  return ` Smallest fix: ${shown.join('; or ')}.`;
}

/** A step as part of a longer sentence. Names keep their case: only the verb before them is lowered. */
const asClause = (step: string): string =>
  step.slice(0, 1).toLowerCase() + step.slice(1).replace(/\.$/, '');

/** Where the two sides differ, in one sentence; null where they agree. */
export function differenceSentence(
  server: HasExplanation,
  client: HasExplanation,
  check: HasCheck,
): string | null {
  if (server.result === client.result) return null;
  const { permission } = check;
  if (client.result && typeof permission === 'string' && /^(org:)*sys_/.test(permission))
    return 'A client says yes and a server no: the membership holds system permissions, and no token ever does.';
  return client.result
    ? 'A client says yes and a server no: the membership clerk-js fetched is newer than this token.'
    : 'A server says yes and a client no: the token still says what the membership no longer does.';
}
