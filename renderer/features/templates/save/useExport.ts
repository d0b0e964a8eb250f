import { useClipboard } from '@mantine/hooks';
import { useServices } from '../../../app/services.tsx';
import { downloadText } from './saveFile.ts';

/** A text that leaves the page: as a file in a browser; copied in the desktop window, which saves no files. */
export function useExport(file: {
  /** *Template*: what the file holds. */
  readonly what: string;
  readonly name: string;
  readonly type: 'application/json' | 'text/csv';
  readonly text: () => string;
}): { readonly label: string; readonly run: () => void } {
  const { host } = useServices().bootstrap;
  const clipboard = useClipboard({ timeout: 1_200 });
  if (host === 'web') {
    return {
      label: `${file.what} as file`,
      run: () => downloadText(file.name, file.text(), file.type),
    };
  }
  return {
    label: clipboard.copied ? 'Copied' : `Copy ${file.what}`,
    run: () => clipboard.copy(file.text()),
  };
}
