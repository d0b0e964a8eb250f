import { useRef, useState, type RefObject } from 'react';
import type { JwtTemplate } from '../../../shared/contract/http.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import type { OpenDialog, Work } from './actions/work.ts';
import type { DraftStore } from './draftStore.ts';
import type { EditorHandle } from './editor/JsonEditor.tsx';
import { deployedContent, sessionKey, type TemplateEntry } from './entries.logic.ts';
import type { SessionChoice } from './session/useSessionClaims.ts';
import { useStable } from './useStable.ts';

/** What a page knows of the entry that is open. */
export interface WorkInput {
  readonly entry: TemplateEntry;
  readonly sessionEntry: TemplateEntry | null;
  readonly claims: JsonObject | null;
  readonly canSave: boolean;
  readonly session: SessionChoice;
  readonly store: DraftStore;
  readonly editor: RefObject<EditorHandle | null>;
  /** Told the key of what was saved, so that the page can say so. */
  readonly onSaved: (key: string) => void;
}

/** Everything that can be done with the open entry, and the dialog it is done in. */
export function useWork(input: WorkInput): {
  readonly work: Work;
  /** The work as it is when it is asked for: always the same function. */
  readonly latest: () => Work;
  readonly dialog: OpenDialog | null;
  readonly close: () => void;
} {
  const { entry, store, editor, claims, canSave, session, sessionEntry } = input;
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [hasKey, setHasKey] = useState(false);
  const keyField = useRef<HTMLTextAreaElement>(null);
  const close = (): void => setDialog(null);
  const forgetKey = (): void => {
    if (keyField.current !== null) keyField.current.value = '';
    setHasKey(false);
  };

  const work: Work = {
    entry,
    claims,
    canSave,
    session,
    sessionEntry,
    keyField,
    hasKey,
    onKeyTyped: setHasKey,
    open: setDialog,
    replaceText: (text) => editor.current?.replaceAll(text),
    change: (change) =>
      entry.source.is === 'draft'
        ? store.change(entry.key, change)
        : store.edit(entry.key, change, deployedContent(entry)),
    changeKind: (kind) => store.change(entry.key, { kind }),
    discard: () => {
      if (entry.source.is !== 'draft') editor.current?.replaceAll(deployedContent(entry).text);
      forgetKey();
      store.discard(entry.key);
    },
    begin: store.begin,
    toSession: (text) => {
      if (sessionEntry === null) return;
      store.edit(sessionKey, { text }, deployedContent(sessionEntry));
      store.select(sessionKey);
    },
    onSaved: (saved: JwtTemplate | null, keepsEdits: boolean) => {
      close();
      forgetKey();
      if (!keepsEdits) store.discard(entry.key);
      const key = saved?.id ?? entry.key;
      store.select(key);
      input.onSaved(key);
    },
    onDeleted: () => {
      close();
      store.discard(entry.key);
      store.begin({ kind: entry.kind, text: entry.text, properties: entry.properties });
    },
  };
  const latest = useStable(() => work);
  return { work, latest, dialog, close };
}
