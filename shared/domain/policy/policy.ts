import { err, ok, type Result } from '../../kernel/result.ts';
import { advise, compilePattern, type Pattern, type PatternAdvice } from './patterns.ts';

export type Access = 'public' | 'signed-in';

/** What `auth.protect(params)` is asked. Several members are all required. */
export interface Requirement {
  readonly role?: string;
  readonly permission?: string;
  readonly feature?: string;
  readonly plan?: string;
}

interface RouteRule {
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly routes: readonly Pattern[];
  readonly access: Access;
  readonly require: Requirement | null;
}

interface PolicyWarning extends PatternAdvice {
  readonly pointer: string;
}

/**
 * A route policy, ready to decide. `matcher` says for which paths the middleware runs at all (null: all of them);
 * `rules` hold in order, the first match wins; `fallback` is for the rest. Clerk itself protects nothing by default.
 */
export interface RoutePolicy {
  readonly matcher: readonly Pattern[] | null;
  readonly rules: readonly RouteRule[];
  readonly fallback: Access;
  readonly warnings: readonly PolicyWarning[];
}

/** What is wrong with a policy file, and where. */
export interface PolicyError {
  readonly message: string;
  /** JSON pointer of the offending value. */
  readonly pointer: string;
}

class Refused extends Error {
  readonly pointer: string;
  constructor(message: string, pointer: string) {
    super(message);
    this.pointer = pointer;
  }
}

type Members = Readonly<Record<string, unknown>>;

function members(value: unknown, pointer: string, what: string, known: readonly string[]): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused(`${what} is not an object.`, pointer);
  }
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const shown = JSON.stringify(key.slice(0, 60));
    throw new Refused(
      `${what} has no member ${shown}; it takes ${known.join(', ')}.`,
      `${pointer}/${key}`,
    );
  }
  return value as Members;
}

function access(value: unknown, pointer: string, name: string): Access {
  if (value === 'public' || value === 'signed-in') return value;
  throw new Refused(`“${name}” is either "public" or "signed-in".`, pointer);
}

function patterns(value: unknown, pointer: string, name: string, into: PolicyWarning[]): Pattern[] {
  const list: unknown[] = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  if (list.length === 0) {
    throw new Refused(`“${name}” is a list of at least one pattern.`, pointer);
  }
  return list.map((source, index) => {
    const at = typeof value === 'string' ? pointer : `${pointer}/${index}`;
    if (typeof source !== 'string') throw new Refused('A pattern is a string.', at);
    const compiled = compilePattern(source);
    if (!compiled.ok) throw new Refused(compiled.error, at);
    for (const advice of advise(source)) into.push({ ...advice, pointer: at });
    return compiled.value;
  });
}

const requirementNames = ['role', 'permission', 'feature', 'plan'] as const;

function requirement(value: unknown, pointer: string): Requirement {
  const asked = members(value, pointer, 'The requirement', requirementNames);
  const found: Partial<Record<keyof Requirement, string>> = {};
  for (const name of requirementNames) {
    const wanted = asked[name];
    if (wanted === undefined) continue;
    if (typeof wanted !== 'string' || wanted === '') {
      throw new Refused(`“${name}” is a text that is not empty.`, `${pointer}/${name}`);
    }
    found[name] = wanted;
  }
  if (Object.keys(found).length === 0) {
    throw new Refused('A requirement names a role, a permission, a feature or a plan.', pointer);
  }
  return found;
}

function rule(value: unknown, index: number, into: PolicyWarning[]): RouteRule {
  const pointer = `/rules/${index}`;
  const given = members(value, pointer, `Rule ${index + 1}`, ['routes', 'access', 'require']);
  const routes = patterns(given['routes'], `${pointer}/routes`, 'routes', into);
  const decided = access(given['access'], `${pointer}/access`, 'access');
  const required =
    given['require'] === undefined ? null : requirement(given['require'], `${pointer}/require`);
  if (decided === 'public' && required !== null) {
    throw new Refused(
      'A public rule cannot require anything; make its access "signed-in".',
      `${pointer}/require`,
    );
  }
  return { index, routes, access: decided, require: required };
}

/** Reads a policy file (parsed JSON). Patterns are compiled by Clerk's own matcher, which also says what it refuses. */
export function parsePolicy(json: unknown): Result<RoutePolicy, PolicyError> {
  const warnings: PolicyWarning[] = [];
  try {
    const given = members(json, '', 'A policy', ['matcher', 'rules', 'fallback']);
    const rules = given['rules'];
    if (!Array.isArray(rules)) throw new Refused('“rules” is a list of rules.', '/rules');
    return ok({
      matcher:
        given['matcher'] === undefined
          ? null
          : patterns(given['matcher'], '/matcher', 'matcher', []),
      rules: rules.map((value: unknown, index) => rule(value, index, warnings)),
      fallback: access(given['fallback'], '/fallback', 'fallback'),
      warnings,
    });
  } catch (cause) {
    if (cause instanceof Refused) return err({ message: cause.message, pointer: cause.pointer });
    throw cause;
  }
}
