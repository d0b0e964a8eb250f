import type { OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import type { SettingsDraft } from './settings.logic.ts';

/** What somebody typed and has not saved, with the version it started from. */
export interface KeptDraft {
  readonly base: OrgSettingsDocument;
  readonly values: SettingsDraft;
}

/** By person and organization, while this window is open: looking at another tab loses nothing. */
const kept = new Map<string, KeptDraft>();

export const keptDraft = (key: string): KeptDraft | undefined => kept.get(key);

export function keepDraft(key: string, draft: KeptDraft | null): void {
  if (draft === null) kept.delete(key);
  else kept.set(key, draft);
}
