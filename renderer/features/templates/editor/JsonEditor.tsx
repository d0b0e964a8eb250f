import { autocompletion } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';
import { pageNonce } from '../../../app/nonce.ts';
import type { Problem } from '../analysis.logic.ts';
import { shortcodeSource } from './completion.ts';
import { jsonHighlight } from './highlight.ts';
import { editorTheme } from './theme.ts';

export interface EditorHandle {
  /** Puts the cursor at a place and shows it. */
  readonly goTo: (from: number, to?: number) => void;
  /** Replaces the whole text, as one step of undo. */
  readonly replaceAll: (text: string) => void;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Marks the value that belongs to the row under the pointer. */
const setPlace = StateEffect.define<Range | null>();
const placeMark = Decoration.mark({ class: 'cm-cd-place' });
const placeField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (place, transaction) => {
    for (const effect of transaction.effects) {
      if (!effect.is(setPlace)) continue;
      const { value } = effect;
      return value === null || value.to <= value.from
        ? Decoration.none
        : Decoration.set([placeMark.range(value.from, value.to)]);
    }
    return place.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const severities = { error: 'error', warning: 'warning', note: 'info' } as const;

/** Keeps a mark inside the text: problems are those of a moment ago. */
const toDiagnostic = (problem: Problem, length: number): Diagnostic => {
  const from = Math.min(problem.from, length);
  const to = Math.min(Math.max(problem.to, problem.from), length);
  const { fix } = problem;
  return {
    from,
    to,
    severity: severities[problem.severity],
    message: problem.message,
    ...(fix === null
      ? {}
      : {
          actions: [
            {
              name: fix.label,
              apply: (view: EditorView, at: number, end: number) =>
                view.dispatch({ changes: { from: at, to: end, insert: fix.replacement } }),
            },
          ],
        }),
  };
};

/** One step of undo; nothing when the text is there already. */
function replaceText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() === text) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
}

/**
 * A JSON editor with shortcode completion and problems in the gutter. It owns its text: `initialText` counts when
 * it is mounted, so give each template a `key` of its own.
 */
export function JsonEditor({
  ref,
  ...props
}: {
  ref?: Ref<EditorHandle>;
  label: string;
  initialText: string;
  /** What the text has to be, as long as nobody changes it here; null once somebody did. */
  followed: string | null;
  problems: readonly Problem[];
  context: PreviewContext | null;
  place: Range | null;
  onChange: (text: string) => void;
  onCursor: (offset: number) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    const parent = box.current;
    if (parent === null) return undefined;
    const nonce = pageNonce();
    const made = new EditorView({
      parent,
      doc: latest.current.initialText,
      extensions: [
        nonce === undefined ? [] : EditorView.cspNonce.of(nonce),
        basicSetup,
        json(),
        autocompletion({
          override: [shortcodeSource(() => latest.current.context)],
          icons: false,
        }),
        lintGutter(),
        placeField,
        // The inner of two marks colours the text: ours lies inside the setup's own.
        Prec.highest(jsonHighlight),
        editorTheme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': latest.current.label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          if (update.docChanged || update.selectionSet) {
            latest.current.onCursor(update.state.selection.main.head);
          }
        }),
      ],
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  const { problems, place, followed } = props;
  // Before the problems, which are those of the new text.
  useEffect(() => {
    if (followed !== null && view.current !== null) replaceText(view.current, followed);
  }, [followed]);

  useEffect(() => {
    const current = view.current;
    if (current === null) return;
    const { length } = current.state.doc;
    const diagnostics = problems.map((problem) => toDiagnostic(problem, length));
    current.dispatch(setDiagnostics(current.state, diagnostics));
  }, [problems]);

  useEffect(() => {
    const current = view.current;
    if (current === null) return;
    const { length } = current.state.doc;
    const inside = place !== null && place.to <= length ? place : null;
    current.dispatch({ effects: setPlace.of(inside) });
  }, [place]);

  useImperativeHandle(ref, () => ({
    goTo: (from, to = from) => {
      view.current?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
      view.current?.focus();
    },
    replaceAll: (text) => {
      if (view.current !== null) replaceText(view.current, text);
    },
  }));

  return <div ref={box} className="cm-cd-box" />;
}
