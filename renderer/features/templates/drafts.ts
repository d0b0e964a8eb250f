import { keepDraftsOnLeaving, keptDrafts } from './draftKeeping.ts';
import { createDraftStore, type DraftStore } from './draftStore.ts';

const stores = new Map<string, DraftStore>();

/** One store per person: drafts survive a change of page and a reload, and are not shown to whoever signs in next. */
export function draftsOf(personId: string): DraftStore {
  const known = stores.get(personId);
  if (known !== undefined) return known;
  const made = createDraftStore(keptDrafts(personId) ?? undefined);
  keepDraftsOnLeaving(personId, made.getState);
  stores.set(personId, made);
  return made;
}
