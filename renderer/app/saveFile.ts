import { fileExtensions, maxFileBytes, type FileToSave } from '../../shared/contract/app.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { safeFileName } from '../../shared/kernel/fileName.ts';
import { callHost, openBridge } from './bridge.ts';

const types: Readonly<Record<FileToSave['kind'], string>> = {
  json: 'application/json',
  csv: 'text/csv;charset=utf-8',
  text: 'text/plain;charset=utf-8',
};

/** Long enough for a browser that asks where to save; the memory of a text is all that waits. */
const downloadPatienceMs = 60_000;

/**
 * Keeps a text as a file, whatever the host: the desktop window asks where and writes it, a browser downloads it
 * in its own way. Answers the name of the file, or null when the person cancelled (a browser does not tell).
 * Throws `AppException`: `file.not_saved`, `boundary.too_large`.
 */
export async function saveFile(file: FileToSave): Promise<string | null> {
  const name = safeFileName(file.suggestedName, fileExtensions[file.kind]);
  if (window.claimdeck !== undefined) {
    const answer = await callHost(openBridge(), 'app.saveFile', { ...file, suggestedName: name });
    return answer.saved ? (answer.name ?? name) : null;
  }
  const blob = new Blob([file.text], { type: types[file.kind] });
  if (blob.size > maxFileBytes) {
    throw new AppException(
      appError('boundary.too_large', 'A file of more than 64 MB is not saved from here.'),
    );
  }
  download(name, blob);
  return name;
}

function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), downloadPatienceMs);
}
