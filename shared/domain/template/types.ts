import type { JsonObject } from '../json.ts';

/**
 * What a set of claims is for. `jwt-template`: a named template minted by `getToken({ template })`.
 * `session-claims`: the instance's *Customize session token* object, merged into every session token.
 */
export const templateKinds = ['jwt-template', 'session-claims'] as const;
export type TemplateKind = (typeof templateKinds)[number];

/** Deeper than any sensible template, shallow enough for every JSON library that will read the token. */
export const maxTemplateDepth = 200;

/** A record as the Backend API sends it, snake_case. Its values are trusted to be JSON. */
export interface ApiRecord {
  readonly [key: string]: unknown;
}

/**
 * Who a template is evaluated for, in Backend API shape. `organization: null` is the personal account; when the
 * member is absent, the one embedded in `membership` counts. `memberships` feeds `user.organizations`; without it
 * the active membership alone does.
 */
export interface PreviewContext {
  readonly user: ApiRecord;
  readonly organization?: ApiRecord | null | undefined;
  readonly membership?: ApiRecord | null | undefined;
  readonly session?: ApiRecord | null | undefined;
  readonly memberships?: readonly ApiRecord[] | null | undefined;
}

export type WarningCode =
  | 'unknown-root'
  | 'unknown-property'
  | 'private-metadata'
  | 'undocumented-shortcode'
  | 'undocumented-path'
  | 'array-index'
  | 'unusual-key'
  | 'reserved-claim'
  | 'session-bound-claim'
  | 'version-1-claim'
  | 'repeated-name'
  | 'shortcode-in-key'
  | 'bad-expression'
  | 'double-quoted-literal'
  | 'null-literal'
  | 'apostrophe'
  | 'repeated-braces'
  | 'unbalanced-braces'
  | 'braces-in-literal'
  | 'spaces-around-value'
  | 'edge-space'
  | 'null-in-text'
  | 'object-in-text'
  | 'unreachable-fallback'
  | 'falsy-kept'
  | 'unit-not-confirmed'
  | 'unbounded-size'
  | 'permissions-scope'
  | 'too-deep';

export type Severity = 'error' | 'warning' | 'note';

/**
 * Something to know about a template. `pointer` is the JSON pointer (RFC 6901) of the value in the claims, `offset`
 * and `length` mark the place inside that string in UTF-16 units (0 and 0 for a value that is no string).
 */
export interface TemplateWarning {
  readonly code: WarningCode;
  readonly severity: Severity;
  readonly message: string;
  readonly pointer: string;
  readonly offset: number;
  readonly length: number;
  /** Text that may replace the marked place. */
  readonly fix?: { readonly label: string; readonly replacement: string };
}

export type NullReason =
  | 'no-active-organization'
  | 'no-membership'
  | 'no-session'
  | 'not-impersonating'
  | 'not-set'
  | 'not-in-record'
  | 'missing-key'
  | 'path-through-value'
  | 'unknown-property'
  | 'private';

/** One operand of a shortcode, in the order they were looked at; those after the chosen one are left out. */
export interface OperandOrigin {
  /** As written, for example `user.public_metadata.plan` or `'free'`. */
  readonly text: string;
  readonly kind: 'shortcode' | 'literal';
  /** Where it was read in the record, for example `user.public_metadata.plan`; null for a literal. */
  readonly from: string | null;
  /** Set when the operand is null. */
  readonly nullReason: NullReason | null;
  readonly chosen: boolean;
}

/**
 * Where an output value comes from. `static`: written in the template. `shortcode`: one `{{…}}` that kept its type.
 * `text`: interpolation, with the operands of all its shortcodes. `verbatim`: braces left as text.
 */
export interface ClaimOrigin {
  readonly kind: 'static' | 'shortcode' | 'text' | 'verbatim';
  readonly source: string | null;
  readonly operands: readonly OperandOrigin[];
}

export interface TemplateResult {
  /** What the template makes: reserved claims left out, generated claims not added. */
  readonly claims: JsonObject;
  /** JSON pointer of every leaf of the template → its origin. */
  readonly origins: Readonly<Record<string, ClaimOrigin>>;
  /** Findings that only this context shows. `CompiledTemplate.warnings` has those of the template itself. */
  readonly warnings: readonly TemplateWarning[];
  /** UTF-8 bytes of the compact JSON of `claims`; `{}` is 2. */
  readonly customBytes: number;
}

/** Compiled once, evaluated as often as needed. Never throws for any context. */
export interface CompiledTemplate {
  readonly kind: TemplateKind;
  readonly warnings: readonly TemplateWarning[];
  /** The top-level claims it makes, in order. */
  readonly claimNames: readonly string[];
  /** The claims alone: what a mint needs. */
  readonly render: (context: PreviewContext) => JsonObject;
  /** The claims with origins, findings and size: what a preview needs. */
  readonly evaluate: (context: PreviewContext) => TemplateResult;
  /** Bytes of the claims without building them: what a scan needs. */
  readonly size: (context: PreviewContext) => number;
  /** Bytes of each claim's member (`"name":value`, without commas), in the order of `claimNames`. */
  readonly sizeByClaim: (context: PreviewContext) => number[];
}
