import { basename, dirname, join } from 'node:path';
import type { FileFilter, SaveDialogOptions, SaveDialogReturnValue } from 'electron';
import { fileExtensions, type FileToSave, type SavedFile } from '../../../shared/contract/app.ts';

export interface SaveDialogPorts {
  /** Shows the system's dialog on the window. */
  readonly ask: (options: SaveDialogOptions) => Promise<SaveDialogReturnValue>;
  /** Where the first dialog opens; later ones open where the last file went. */
  readonly firstFolder: () => string;
  /** Rejects with `file.not_saved`. */
  readonly write: (path: string, text: string) => Promise<void>;
}

const names: Readonly<Record<FileToSave['kind'], string>> = {
  json: 'JSON',
  csv: 'CSV',
  text: 'Text',
};

const filtersOf = (kind: FileToSave['kind']): FileFilter[] => [
  { name: names[kind], extensions: [...fileExtensions[kind]] },
  { name: 'All files', extensions: ['*'] },
];

/** Asks where to keep a text. The dialog is the consent: nothing is written before it, nothing after *Cancel*. */
export function createSaveDialog(ports: SaveDialogPorts): (file: FileToSave) => Promise<SavedFile> {
  let folder: string | undefined;
  return async ({ suggestedName, text, kind }) => {
    folder ??= firstFolder(ports);
    const { canceled, filePath } = await ports.ask({
      title: 'Save file',
      defaultPath: folder === '' ? suggestedName : join(folder, suggestedName),
      filters: filtersOf(kind),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || filePath === '') return { saved: false, name: null };
    await ports.write(filePath, text);
    folder = dirname(filePath);
    return { saved: true, name: basename(filePath) };
  };
}

/** Some systems know no such folder; the dialog then chooses by itself. */
function firstFolder({ firstFolder: ask }: SaveDialogPorts): string {
  try {
    return ask();
  } catch {
    return '';
  }
}
