import { EditorView } from '@codemirror/view';

/** The editor in the console's colours. Variables, so that light and dark need no second theme. */
export const editorTheme = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--cd-text)',
    backgroundColor: 'var(--cd-raised)',
    fontSize: '12.5px',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--cd-mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--cd-text)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--cd-text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'color-mix(in srgb, var(--cd-accent) 24%, transparent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--cd-raised)',
    color: 'var(--cd-text-dim)',
    borderRight: '1px solid var(--cd-line)',
  },
  '.cm-activeLine': {
    backgroundColor: 'color-mix(in srgb, var(--cd-text) 4%, transparent)',
  },
  '.cm-activeLineGutter': { backgroundColor: 'var(--cd-sunken)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--cd-accent-soft)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--cd-accent-soft)',
    outline: '1px solid var(--cd-accent)',
  },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--cd-sunken)',
    border: '1px solid var(--cd-line)',
    color: 'var(--cd-text-dim)',
  },
  '.cm-cd-name': { color: 'var(--cd-text)', fontWeight: '600' },
  '.cm-cd-string': { color: 'var(--cd-token-signature)' },
  '.cm-cd-shortcode': {
    color: 'var(--cd-token-payload)',
    backgroundColor: 'var(--cd-accent-soft)',
    borderRadius: '3px',
  },
  '.cm-cd-number, .cm-cd-word': { color: 'var(--cd-token-header)' },
  '.cm-cd-place': {
    outline: '1.5px solid var(--cd-accent)',
    outlineOffset: '1px',
    borderRadius: '2px',
  },
  '.cm-panels': {
    backgroundColor: 'var(--cd-sunken)',
    color: 'var(--cd-text)',
    borderColor: 'var(--cd-line)',
  },
  '.cm-textfield': {
    backgroundColor: 'var(--cd-raised)',
    border: '1px solid var(--cd-line-strong)',
    borderRadius: '4px',
  },
  '.cm-button': {
    background: 'var(--cd-raised)',
    border: '1px solid var(--cd-line-strong)',
    borderRadius: '4px',
  },
  '.cm-tooltip': {
    color: 'var(--cd-text)',
    backgroundColor: 'var(--cd-raised)',
    border: '1px solid var(--cd-line-strong)',
    borderRadius: '6px',
    boxShadow: '0 6px 20px rgb(0 0 0 / 18%)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--cd-mono)',
    maxHeight: '15em',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--cd-text)',
    background: 'var(--cd-accent-soft)',
  },
  '.cm-completionDetail': {
    color: 'var(--cd-text-dim)',
    fontStyle: 'normal',
    marginLeft: '1.2em',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': {
    maxWidth: '300px',
    padding: '8px 10px',
    fontFamily: 'var(--cd-sans)',
  },
  '.cm-completionInfo p': { margin: '0 0 4px' },
  '.cm-completionInfo code': { overflowWrap: 'anywhere' },
  // A shape and a colour for each severity, instead of the pictures that come with the gutter.
  '.cm-gutter-lint': { width: '1.2em' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.35em 0.2em' },
  '.cm-lint-marker': { width: '9px', height: '9px' },
  '.cm-lint-marker-error': { content: 'normal', background: 'var(--cd-bad)', borderRadius: '50%' },
  '.cm-lint-marker-warning': {
    content: 'normal',
    background: 'var(--cd-warn)',
    clipPath: 'polygon(50% 0, 100% 100%, 0 100%)',
  },
  '.cm-lint-marker-info': {
    content: 'normal',
    background: 'var(--cd-accent)',
    borderRadius: '2px',
  },
  '.cm-diagnostic': { fontFamily: 'var(--cd-sans)', padding: '4px 10px' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--cd-bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--cd-warn)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--cd-accent)' },
  '.cm-diagnosticAction': {
    background: 'var(--cd-accent)',
    color: 'var(--cd-on-accent)',
    borderRadius: '4px',
  },
});
