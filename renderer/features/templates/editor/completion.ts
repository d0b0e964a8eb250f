import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';
import { choicesFor, closingFor, operandBefore, type ShortcodeChoice } from './completion.logic.ts';

/** Completes shortcodes inside `{{`, with type, meaning and the value they have for the person of the preview. */
export const shortcodeSource =
  (context: () => PreviewContext | null): CompletionSource =>
  ({ state, pos }: CompletionContext) => {
    const line = state.doc.lineAt(pos);
    const operand = operandBefore(state.sliceDoc(line.from, pos));
    if (operand === null) return null;
    const closing = closingFor(state.sliceDoc(pos, line.to));
    return {
      from: line.from + operand.at,
      options: choicesFor(operand.text, context()).map((choice) => optionOf(choice, closing)),
      // A dot may open a metadata object with choices of its own.
      validFor: /^[\w-]*(?:\.[\w-]*)?$/,
    };
  };

const optionOf = (choice: ShortcodeChoice, closing: string): Completion => ({
  label: choice.name,
  detail: choice.type,
  type: 'variable',
  info: () => infoOf(choice),
  apply: (view, _completion, from, to) => {
    const insert = choice.name + closing;
    view.dispatch({
      changes: { from, to, insert },
      // Behind the braces, whether they were just written or stood there before.
      selection: { anchor: from + insert.length },
      userEvent: 'input.complete',
    });
  },
});

function infoOf({ description, current }: ShortcodeChoice): HTMLElement {
  const box = document.createElement('div');
  const text = document.createElement('p');
  text.textContent = description;
  box.append(text);
  if (current !== null) {
    const value = document.createElement('code');
    value.textContent = current.length <= 160 ? current : `${current.slice(0, 158)}…`;
    box.append('Now: ', value);
  }
  return box;
}
