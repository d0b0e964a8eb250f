import type { RefObject } from 'react';
import type { JwtTemplate } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { Content, Draft } from '../draftStore.ts';
import type { TemplateEntry } from '../entries.logic.ts';
import type { OpenedFile } from '../files/files.logic.ts';
import type { Version } from '../history/history.logic.ts';
import type { SessionChoice } from '../session/useSessionClaims.ts';

/** Which dialog is open over the editor. */
export type OpenDialog =
  | { readonly is: 'save' | 'delete' | 'mark' | 'to-session' }
  | { readonly is: 'restore'; readonly version: Version }
  | { readonly is: 'open-file'; readonly file: OpenedFile };

/** One entry being worked on, and everything that can be done with it. */
export interface Work {
  readonly entry: TemplateEntry;
  /** The claims of the text; null while it is no JSON object. */
  readonly claims: JsonObject | null;
  /** Whether this person may write to the instance. */
  readonly canSave: boolean;
  readonly session: SessionChoice;
  /** The session token's own entry, where there is one. */
  readonly sessionEntry: TemplateEntry | null;
  /** The field a signing key is typed in. It holds the key alone; nothing is there until its strip is open. */
  readonly keyField: RefObject<HTMLTextAreaElement | null>;
  readonly hasKey: boolean;
  readonly onKeyTyped: (isThere: boolean) => void;
  readonly open: (dialog: OpenDialog) => void;
  readonly replaceText: (text: string) => void;
  readonly change: (change: Partial<Content>) => void;
  readonly changeKind: (kind: Draft['kind']) => void;
  readonly discard: () => void;
  readonly begin: (draft: Omit<Draft, 'key'>) => void;
  /** Puts a text into the session token's entry and opens that. */
  readonly toSession: (text: string) => void;
  /** `keepsEdits`: what was saved was another version, so the changes in the editor are still to be saved. */
  readonly onSaved: (saved: JwtTemplate | null, keepsEdits: boolean) => void;
  readonly onDeleted: () => void;
}

/** What saving means for an entry; null where nothing can be saved. */
export function saveDialogOf({
  entry,
  canSave,
  sessionEntry,
}: Work): { readonly is: 'save' | 'mark' | 'to-session' } | null {
  if (!canSave) return null;
  if (entry.kind === 'jwt-template') return { is: 'save' };
  if (entry.source.is !== 'session') return sessionEntry === null ? null : { is: 'to-session' };
  return { is: entry.source.session.from === 'instance' ? 'save' : 'mark' };
}
