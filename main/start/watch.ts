import { watch } from 'node:fs';
import { join } from 'node:path';

const quietMs = 150;

/** Calls back once after each burst of changes below the folders. Answers the way to stop. */
export function watchFolders(
  root: string,
  folders: readonly string[],
  onChange: () => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(onChange, quietMs);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
