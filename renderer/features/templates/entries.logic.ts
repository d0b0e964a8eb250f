import type { JwtTemplate } from '../../../shared/contract/http.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { TemplateKind } from '../../../shared/domain/template/types.ts';
import { formatClaims } from './analysis.logic.ts';
import type { Content, Draft } from './draftStore.ts';
import { formOf, newForm } from './properties/properties.logic.ts';
import { asJson, type SessionState } from './session/session.logic.ts';

/** Where an entry of the list stands. */
export type EntrySource =
  | { readonly is: 'draft' }
  | { readonly is: 'template'; readonly template: JwtTemplate }
  | { readonly is: 'session'; readonly session: SessionState };

/** One line of the list: the session token, a template of the instance, or a draft. */
export interface TemplateEntry extends Content {
  readonly key: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly source: EntrySource;
  /** The claims that count as deployed; null for a draft, and where nobody can say. */
  readonly deployed: JsonObject | null;
  /** Holds something that is not deployed. */
  readonly dirty: boolean;
  /** The text does; otherwise it follows the instance. */
  readonly textChanged: boolean;
}

/** Key of the session token's entry; those of templates are Clerk's ids. */
export const sessionKey = 'session-claims';
export const sessionName = 'Session token';

type Edits = Readonly<Record<string, Partial<Content>>>;

/** The session token, deployed templates by name, then the drafts. */
export const entriesOf = (
  session: SessionState | null,
  templates: readonly JwtTemplate[],
  edits: Edits,
  drafts: readonly Draft[],
): readonly TemplateEntry[] => [
  ...(session === null ? [] : [sessionEntry(session, edits[sessionKey])]),
  ...templates
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((template) => templateEntry(template, edits[template.id])),
  ...drafts.map((draft): TemplateEntry => ({
    ...draft,
    name: draft.properties.name,
    source: { is: 'draft' },
    deployed: null,
    dirty: true,
    textChanged: true,
  })),
];

/** What the instance has under an entry, as the editor would show it; a draft has only itself. */
export const deployedContent = ({ source, deployed, properties }: TemplateEntry): Content => ({
  text: formatClaims(deployed ?? {}),
  properties: source.is === 'template' ? formOf(source.template) : properties,
});

function templateEntry(template: JwtTemplate, edit: Partial<Content> | undefined): TemplateEntry {
  const deployed = asJson(template.claims);
  const properties = edit?.properties ?? formOf(template);
  return {
    key: template.id,
    name: properties.name,
    kind: 'jwt-template',
    text: edit?.text ?? formatClaims(deployed),
    properties,
    source: { is: 'template', template },
    deployed,
    dirty: edit !== undefined,
    textChanged: edit?.text !== undefined,
  };
}

function sessionEntry(session: SessionState, edit: Partial<Content> | undefined): TemplateEntry {
  const deployed = session.from === 'unknown' ? null : session.claims;
  return {
    key: sessionKey,
    name: sessionName,
    kind: 'session-claims',
    text: edit?.text ?? formatClaims(deployed ?? {}),
    properties: newForm(sessionName),
    source: { is: 'session', session },
    deployed,
    dirty: edit !== undefined,
    textChanged: edit?.text !== undefined,
  };
}

/** The entry to show when none was chosen: a template, since most of them are more than the session token's. */
export const firstOf = (entries: readonly TemplateEntry[]): TemplateEntry | undefined =>
  entries.find(({ source }) => source.is === 'template') ?? entries[0];
