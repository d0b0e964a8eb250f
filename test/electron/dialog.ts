import type { Dialog, SaveDialogOptions, SaveDialogReturnValue } from 'electron';
import { covered } from './covered.ts';
import { BrowserWindow } from './window.ts';

/** A dialog that is on the screen: what it was asked to show, and the window it belongs to. */
interface OpenDialog {
  readonly options: SaveDialogOptions;
  readonly windowId: number;
  readonly answer: (given: SaveDialogReturnValue) => void;
}

/** What tests see and do in place of the person. */
interface Desk {
  standInOpen(): readonly Omit<OpenDialog, 'answer'>[];
  /** Answers the dialog that opened first: a path, or null for *Cancel*. */
  standInAnswer(path: string | null): void;
}

const open: OpenDialog[] = [];

const texts = ['title', 'defaultPath', 'buttonLabel', 'message', 'nameFieldLabel'] as const;
const known = new Set<string>([
  ...texts,
  'filters',
  'properties',
  'showsTagField',
  'securityScopedBookmarks',
]);
const properties = new Set([
  'showHiddenFiles',
  'createDirectory',
  'treatPackageAsDirectory',
  'showOverwriteConfirmation',
  'dontAddToRecent',
]);

/** Electron refuses texts of another type; what it would silently ignore is a mistake as well. */
function check(options: SaveDialogOptions): void {
  for (const name of texts) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`${name === 'title' ? 'Title' : name} must be a string`);
    }
    // A path with one is cut there, or refused, by the system's dialog.
    if (value?.includes('\0') === true) throw new TypeError(`${name} holds a NUL`);
  }
  const strange = [
    ...Object.keys(options).filter((name) => !known.has(name)),
    ...(options.properties ?? []).filter((name) => !properties.has(name)),
  ];
  if (strange.length > 0) throw new Error(`Electron has no such option: ${strange.join(', ')}`);
}

/**
 * A save dialog stays open until it is answered, as a person takes their time; `{canceled: true, filePath: ''}`
 * is what Electron answers on *Cancel*. Only the form with a parent window is covered.
 */
async function showSaveDialog(
  window: Electron.BrowserWindow,
  options: SaveDialogOptions,
): Promise<SaveDialogReturnValue> {
  if (!BrowserWindow.getAllWindows().includes(window)) {
    throw new Error('A dialog without its window is not covered by the stand-in for Electron.');
  }
  check(options);
  return new Promise((answer) => {
    open.push({ options, windowId: window.id, answer });
  });
}

export const dialog = covered<Dialog & Desk>('dialog', {
  showErrorBox: (title: string, content: string) =>
    void process.stderr.write(`[dialog] ${title}: ${content}\n`),
  showSaveDialog,
  standInOpen: () => open.map(({ options, windowId }) => ({ options, windowId })),
  standInAnswer: (path: string | null) => {
    const first = open.shift();
    if (first === undefined) throw new Error('No dialog is open.');
    first.answer({ canceled: path === null, filePath: path ?? '' });
  },
});
