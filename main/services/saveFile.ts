import {
  fileExtensions,
  maxFileBytes,
  type FileToSave,
  type SavedFile,
} from '../../shared/contract/app.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { safeFileName } from '../../shared/kernel/fileName.ts';

type SaveFile = (file: FileToSave) => Promise<SavedFile>;

/**
 * What a page wants kept, checked before anybody is asked: its size, its name, and that no other question is
 * open. The dialog is the person's consent, so a page gets one at a time, whatever it asks for.
 */
export function createFileSaver(save: SaveFile): SaveFile {
  let asking = false;
  return async ({ suggestedName, text, kind }) => {
    if (Buffer.byteLength(text) > maxFileBytes) {
      throw new AppException(
        appError(
          'boundary.too_large',
          `A file of more than ${maxFileBytes / 1024 / 1024} MB is not saved from here.`,
        ),
      );
    }
    if (asking) {
      throw new AppException(
        appError('file.not_saved', 'A save dialog is open already.', {
          remedy: 'Answer that one first.',
        }),
      );
    }
    asking = true;
    try {
      return await save({
        suggestedName: safeFileName(suggestedName, fileExtensions[kind]),
        text,
        kind,
      });
    } finally {
      asking = false;
    }
  };
}
