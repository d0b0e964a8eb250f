import { RangeSetBuilder } from '@codemirror/state';
import {
  Decoration,
  type EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { jsonTokens } from './highlight.logic.ts';

const marks = {
  name: Decoration.mark({ class: 'cm-cd-name' }),
  string: Decoration.mark({ class: 'cm-cd-string' }),
  shortcode: Decoration.mark({ class: 'cm-cd-shortcode' }),
  number: Decoration.mark({ class: 'cm-cd-number' }),
  word: Decoration.mark({ class: 'cm-cd-word' }),
} as const;

/** Colours names, values and the shortcodes inside strings. Only what is on screen is looked at. */
export const jsonHighlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { doc } = view.state;
  for (const { from, to } of view.visibleRanges) {
    const last = doc.lineAt(to).number;
    for (let number = doc.lineAt(from).number; number <= last; number += 1) {
      const line = doc.line(number);
      for (const token of jsonTokens(line.text)) {
        builder.add(line.from + token.from, line.from + token.to, marks[token.kind]);
      }
    }
  }
  return builder.finish();
}
