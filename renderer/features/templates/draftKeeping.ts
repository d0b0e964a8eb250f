import { z } from 'zod';
import type { DraftState } from './draftStore.ts';

const Form = z.object({
  name: z.string(),
  lifetime: z.string(),
  clockSkew: z.string(),
  customKey: z.boolean(),
  algorithm: z.string(),
});
const Edit = z.object({ text: z.string().optional(), properties: Form.optional() });
const Kept = z.object({
  edits: z.record(z.string(), Edit),
  drafts: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['jwt-template', 'session-claims']),
      text: z.string(),
      properties: Form,
    }),
  ),
  selected: z.string().nullable(),
});

const place = (personId: string): string => `claimdeck.drafts.${personId}`;

/**
 * What was being written when this window was last left, by a reload for example; null when nothing is kept or it
 * cannot be read. It lives as long as the window does, holds no signing key, and is each person's own.
 */
export function keptDrafts(personId: string): DraftState | null {
  try {
    const read = Kept.safeParse(JSON.parse(sessionStorage.getItem(place(personId)) ?? 'null'));
    if (!read.success) return null;
    const { edits, drafts, selected } = read.data;
    return {
      edits: Object.fromEntries(
        Object.entries(edits).map(([key, { text, properties }]) => [
          key,
          {
            ...(text === undefined ? {} : { text }),
            ...(properties === undefined ? {} : { properties }),
          },
        ]),
      ),
      drafts,
      selected,
    };
  } catch {
    return null;
  }
}

/** Keeps what is being written when the page is left; nothing is written while somebody types. */
export function keepDraftsOnLeaving(personId: string, state: () => DraftState): void {
  addEventListener('pagehide', () => {
    const { edits, drafts, selected } = state();
    const isEmpty = drafts.length === 0 && Object.keys(edits).length === 0;
    try {
      if (isEmpty) sessionStorage.removeItem(place(personId));
      else sessionStorage.setItem(place(personId), JSON.stringify({ edits, drafts, selected }));
    } catch {
      // A text larger than the room there is: it is lost with the page, as any was before.
    }
  });
}
