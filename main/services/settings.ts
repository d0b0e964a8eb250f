import { join } from 'node:path';
import { z } from 'zod';
import { Settings } from '../../shared/contract/app.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { readDataFile, setAside, writeDataFile } from './dataFiles.ts';
import { createQueue } from './queue.ts';

const schemaVersion = 1;
const defaults: Settings = { colorScheme: 'auto' };

/** Keys that a later version of the same schema added are left out, not refused. */
const Known = z.object(Settings.partial().shape);
const File = z.object({ schemaVersion: z.int().positive(), settings: z.unknown() });

export interface SettingsStore {
  current(): Settings;
  /** Merges and writes; the answer is what holds now. */
  update(change: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings>;
  /** Said at start, for example that a corrupt file was kept aside. */
  readonly notes: readonly string[];
}

/**
 * Reads `settings.json`. A file nobody can read is set aside; one of a newer schema is refused. A write that fails
 * changes nothing. Throws `store.newer_schema`, `store.unavailable`.
 */
export async function openSettings(
  dataDir: string,
  now: () => Date = () => new Date(),
): Promise<SettingsStore> {
  const path = join(dataDir, 'settings.json');
  const inOrder = createQueue();
  const text = await readDataFile(path);
  const read = text === undefined ? {} : parse(text, path);
  const notes: string[] = [];
  if (read === undefined) {
    const kept = await setAside(path, now());
    notes.push(`settings.json could not be read: it was kept as ${kept}, and the defaults apply.`);
  }
  let settings: Settings = { ...defaults, ...read };

  return {
    notes,
    current: () => settings,
    update: (change) =>
      inOrder(async () => {
        const given = Object.entries(change).filter(([, value]) => value !== undefined);
        const next = Settings.parse({ ...settings, ...Object.fromEntries(given) });
        await writeDataFile(
          path,
          `${JSON.stringify({ schemaVersion, settings: next }, null, 2)}\n`,
        );
        settings = next;
        return next;
      }),
  };
}

/** Undefined when the file is no settings file. */
function parse(text: string, path: string): Partial<Settings> | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  const file = File.safeParse(raw);
  if (!file.success) return undefined;
  if (file.data.schemaVersion > schemaVersion) {
    throw new AppException(
      appError(
        'store.newer_schema',
        `${path} was written by a newer Claimdeck (schema ${file.data.schemaVersion}, this one reads up to ${schemaVersion}).`,
      ),
    );
  }
  const known = Known.safeParse(file.data.settings);
  return known.success ? (known.data as Partial<Settings>) : undefined;
}
