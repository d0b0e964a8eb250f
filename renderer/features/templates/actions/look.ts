import { saveDialogOf, type Work } from './work.ts';

/** What the actions show of the work: it changes when they have to be drawn anew, not with every letter. */
export interface ActionsLook {
  readonly name: string;
  readonly kind: Work['entry']['kind'];
  readonly source: Work['entry']['source']['is'];
  /** Which dialog saving opens; null where nothing can be saved. */
  readonly saves: 'save' | 'mark' | 'to-session' | null;
  readonly isDirty: boolean;
  readonly hasClaims: boolean;
  readonly canSave: boolean;
}

export const lookOf = (work: Work): ActionsLook => ({
  name: work.entry.name,
  kind: work.entry.kind,
  source: work.entry.source.is,
  saves: saveDialogOf(work)?.is ?? null,
  isDirty: work.entry.dirty,
  hasClaims: work.claims !== null,
  canSave: work.canSave,
});

export interface ActionsProps extends ActionsLook {
  /** What is worked on at the moment of a click. */
  readonly latest: () => Work;
  /** Told a sentence when a file could not be opened or saved. */
  readonly onTrouble: (message: string | null) => void;
}
