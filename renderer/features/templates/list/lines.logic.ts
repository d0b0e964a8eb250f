import type { TemplateEntry } from '../entries.logic.ts';

/** What the list says of an entry. */
export interface ListLine {
  readonly key: string;
  readonly name: string;
  /** *draft*, *unsaved*; null where there is nothing to say. */
  readonly word: string | null;
  readonly isSession: boolean;
}

export const linesOf = (entries: readonly TemplateEntry[]): readonly ListLine[] =>
  entries.map((entry) => ({
    key: entry.key,
    name: entry.name,
    word: wordOf(entry),
    isSession: entry.source.is === 'session',
  }));

const wordOf = ({ source, dirty }: TemplateEntry): string | null => {
  if (source.is === 'draft') return 'draft';
  if (!dirty) return null;
  return source.is === 'session' && source.session.from !== 'instance' ? 'changed' : 'unsaved';
};

export const isSameLines = (a: readonly ListLine[], b: readonly ListLine[]): boolean =>
  a.length === b.length &&
  a.every((line, at) => {
    const other = b[at];
    return line.key === other?.key && line.name === other.name && line.word === other.word;
  });
