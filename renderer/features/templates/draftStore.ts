import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TemplateKind } from '../../../shared/domain/template/types.ts';

/** A template being written here. It lives in this window's memory; nothing of it is on the instance. */
export interface Draft {
  readonly key: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly text: string;
}

interface DraftState {
  /** Edited texts of deployed templates, by template id. Gone when they equal the deployed text again. */
  readonly edits: Readonly<Record<string, string>>;
  /** Drafts that were begun here, oldest first. */
  readonly drafts: readonly Draft[];
  /** Template id or draft key; null = the first one. */
  readonly selected: string | null;
}

export interface DraftStore extends StoreApi<DraftState> {
  readonly select: (key: string) => void;
  /** `deployed` is the text the template has on the instance. */
  readonly edit: (key: string, text: string, deployed: string) => void;
  readonly discard: (key: string) => void;
  readonly begin: (draft: Omit<Draft, 'key'>) => void;
  readonly change: (key: string, change: Partial<Omit<Draft, 'key'>>) => void;
}

export function createDraftStore(): DraftStore {
  const store = createStore<DraftState>(() => ({ edits: {}, drafts: [], selected: null }));
  let begun = 0;
  return {
    ...store,
    select: (selected) => store.setState({ selected }),
    edit: (key, text, deployed) =>
      store.setState(({ edits }) => ({
        edits: text === deployed ? without(edits, key) : { ...edits, [key]: text },
      })),
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

const without = (
  edits: Readonly<Record<string, string>>,
  key: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(edits).filter(([known]) => known !== key));

const stores = new Map<string, DraftStore>();

/** One store per person: drafts survive a change of page, and are not shown to whoever signs in next. */
export function draftsOf(personId: string): DraftStore {
  const known = stores.get(personId);
  if (known !== undefined) return known;
  const made = createDraftStore();
  stores.set(personId, made);
  return made;
}
