import type { PreviewContext } from '../../../shared/domain/template/types.ts';
import type { Analysis } from './analysis.logic.ts';
import type { TemplateEntry } from './entries.logic.ts';
import { previewSentence } from './preview/preview.logic.ts';

/** The answer of the page in one sentence. */
export function sentenceOf(
  analysis: Analysis,
  person: PreviewContext | null,
  entry: TemplateEntry,
): string {
  const { error, result } = analysis;
  if (error !== null) {
    return error.isTooLong
      ? `${entry.name}: ${error.message}`
      : `${entry.name} is not valid JSON, line ${error.line}, column ${error.column}: ${error.message}`;
  }
  if (person === null || result === null)
    return `${entry.name}, without a person to preview it for.`;
  return previewSentence(person, result, entry.kind);
}

/** Where the text stands, in one sentence. */
export function noteOf(entry: TemplateEntry, instance: string, wasSaved: boolean): string {
  const { source, dirty } = entry;
  if (source.is === 'draft') return 'A draft in this window: nothing of it is on the instance.';
  if (source.is === 'session' && source.session.from === 'unknown') {
    return `A text in this window: ${instance} takes it through Clerk’s Dashboard only.`;
  }
  if (source.is === 'session' && source.session.from === 'mark') {
    return dirty
      ? 'Changed in this window only: the Dashboard has what you marked as deployed.'
      : 'As you marked it deployed.';
  }
  if (dirty) return 'Changed in this window only: the instance still has the deployed version.';
  return wasSaved ? 'Saved: this is what the instance mints now.' : 'As deployed on the instance.';
}
