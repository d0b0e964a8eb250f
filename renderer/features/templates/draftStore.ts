import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TemplateKind } from '../../../shared/domain/template/types.ts';
import { isSameForm, type PropertyForm } from './properties/properties.logic.ts';

/** What is written here: the text of the claims, and what stands beside them. */
export interface Content {
  readonly text: string;
  readonly properties: PropertyForm;
}

/** A template being written here. It lives in this window; nothing of it is on the instance. */
export interface Draft extends Content {
  readonly key: string;
  readonly kind: TemplateKind;
}

export interface DraftState {
  /** What was changed of something deployed, by its key: only what differs, so that the rest follows the instance. */
  readonly edits: Readonly<Record<string, Partial<Content>>>;
  /** Drafts that were begun here, oldest first. */
  readonly drafts: readonly Draft[];
  /** Key of an entry; null = the first one. */
  readonly selected: string | null;
}

export interface DraftStore extends StoreApi<DraftState> {
  readonly select: (key: string) => void;
  /** `deployed` is what the instance has: a change back to it is none. */
  readonly edit: (key: string, change: Partial<Content>, deployed: Content) => void;
  readonly discard: (key: string) => void;
  readonly begin: (draft: Omit<Draft, 'key'>) => void;
  readonly change: (key: string, change: Partial<Omit<Draft, 'key'>>) => void;
}

const nothing: DraftState = { edits: {}, drafts: [], selected: null };

export function createDraftStore(first: DraftState = nothing): DraftStore {
  const store = createStore<DraftState>(() => first);
  let begun = Math.max(0, ...first.drafts.map(({ key }) => Number(key.replace('draft-', '')) || 0));
  return {
    ...store,
    select: (selected) => store.setState({ selected }),
    edit: (key, change, deployed) =>
      store.setState(({ edits }) => {
        const edit = differing({ ...edits[key], ...change }, deployed);
        return { edits: edit === null ? without(edits, key) : { ...edits, [key]: edit } };
      }),
    discard: (key) =>
      store.setState(({ edits, drafts, selected }) => ({
        edits: without(edits, key),
        drafts: drafts.filter((draft) => draft.key !== key),
        selected: drafts.some((draft) => draft.key === key) && selected === key ? null : selected,
      })),
    begin: (draft) => {
      begun += 1;
      const key = `draft-${begun}`;
      store.setState(({ drafts }) => ({ drafts: [...drafts, { ...draft, key }], selected: key }));
    },
    change: (key, change) =>
      store.setState(({ drafts }) => ({
        drafts: drafts.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)),
      })),
  };
}

/** What of an edit is none of what is deployed; null when nothing is left. */
function differing(edit: Partial<Content>, deployed: Content): Partial<Content> | null {
  const { text, properties } = edit;
  const hasText = text !== undefined && text !== deployed.text;
  const hasProperties = properties !== undefined && !isSameForm(properties, deployed.properties);
  if (!hasText && !hasProperties) return null;
  return { ...(hasText ? { text } : {}), ...(hasProperties ? { properties } : {}) };
}

const without = <T>(edits: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(edits).filter(([known]) => known !== key));
