import type { JwtTemplate } from '../../../shared/contract/http.ts';
import type { TemplateKind } from '../../../shared/domain/template/types.ts';
import { formatClaims } from './analysis.logic.ts';
import type { Draft } from './draftStore.ts';

/** One line of the list: a template of the instance, or a draft. */
export interface TemplateEntry {
  readonly key: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly text: string;
  /** Null for a draft that was begun here. */
  readonly deployed: JwtTemplate | null;
  /** Holds something the instance has not. */
  readonly dirty: boolean;
}

/** Deployed templates by name, with their edits, then the drafts. */
export const entriesOf = (
  templates: readonly JwtTemplate[],
  edits: Readonly<Record<string, string>>,
  drafts: readonly Draft[],
): readonly TemplateEntry[] => [
  ...templates
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((template): TemplateEntry => {
      const edited = Object.hasOwn(edits, template.id) ? edits[template.id] : undefined;
      return {
        key: template.id,
        name: template.name,
        kind: 'jwt-template',
        text: edited ?? formatClaims(template.claims),
        deployed: template,
        dirty: edited !== undefined,
      };
    }),
  ...drafts.map((draft): TemplateEntry => ({ ...draft, deployed: null, dirty: true })),
];
