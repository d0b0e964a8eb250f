import { join } from 'node:path';
import { z } from 'zod';
import { AppException, appError } from '../../shared/errors/appError.ts';
import { readDataFile, setAside, writeDataFile } from './dataFiles.ts';
import type { Log, SecretPort } from './ports.ts';
import { createQueue } from './queue.ts';

const schemaVersion = 1;
const Entry = z.discriminatedUnion('format', [
  /** Encrypted by the operating system, base64. */
  z.strictObject({ format: z.literal('sealed'), value: z.string() }),
  /** Only ever the sandbox's throw-away client token. */
  z.strictObject({ format: z.literal('plain'), value: z.string() }),
]);
const File = z.object({ schemaVersion: z.int().positive(), entries: z.record(z.string(), Entry) });
type Entries = Record<string, z.infer<typeof Entry>>;

export interface VaultKey {
  /** Instance id: the Frontend API host. */
  readonly instanceId: string;
  readonly sandbox: boolean;
}

/** Client tokens by instance. Reading is from memory: a request never waits for the disk. */
export interface Vault {
  clientToken(key: VaultKey): string | undefined;
  /** Takes effect at once; the file follows. */
  keepClientToken(key: VaultKey, token: string): void;
  forgetClientToken(key: VaultKey): void;
  /** Reads what was kept for this instance, when it was kept at all. */
  unlock(key: VaultKey): Promise<void>;
  /** Settles when everything kept so far is on disk. What could not be written before is tried once more. */
  flush(): Promise<void>;
  /** Said at start, for example that a damaged file was kept aside. */
  readonly notes: readonly string[];
}

const nameOf = ({ instanceId, sandbox }: VaultKey): string =>
  `${sandbox ? 'sandbox' : 'instance'}:${instanceId}`;

/**
 * With encryption by the operating system every client token is kept. Without it, a real instance's token
 * stays in memory, and only the sandbox's goes to a file that its owner alone can read. A file nobody can read is set
 * aside. Throws `store.newer_schema`, `store.unavailable`.
 */
export async function openVault(
  dataDir: string,
  secrets: SecretPort,
  log: Log,
  now: () => Date = () => new Date(),
): Promise<Vault> {
  const path = join(dataDir, 'vault');
  const sealing = await secrets.available();
  const tokens = new Map<string, string>();
  const { entries, notes } = await readEntries(path, now);
  const inOrder = createQueue();
  let pending: Promise<void> = Promise.resolve();
  let unwritten = false;

  const entryOf = async (key: VaultKey, token: string): Promise<Entries[string] | undefined> => {
    if (sealing) {
      return {
        format: 'sealed',
        value: Buffer.from(await secrets.encrypt(token)).toString('base64'),
      };
    }
    return key.sandbox ? { format: 'plain', value: token } : undefined;
  };

  const write = (key: VaultKey): void => {
    pending = inOrder(async () => {
      const name = nameOf(key);
      const token = tokens.get(name);
      const entry = token === undefined ? undefined : await entryOf(key, token);
      if (entry === undefined && entries[name] === undefined) return;
      if (entry === undefined) delete entries[name];
      else entries[name] = entry;
      await save();
    }).catch(failed);
  };

  // A full disk ends no session: the tokens stay in memory, and the next write brings all of them.
  const failed = (cause: unknown): void => {
    log('error', 'the vault could not be written', { cause: reasonOf(cause) });
  };
  const save = async (): Promise<void> => {
    unwritten = true;
    await writeDataFile(path, `${JSON.stringify({ schemaVersion, entries })}\n`);
    unwritten = false;
  };

  return {
    notes,
    clientToken: (key) => tokens.get(nameOf(key)),
    keepClientToken: (key, token) => {
      if (tokens.get(nameOf(key)) === token) return;
      tokens.set(nameOf(key), token);
      write(key);
    },
    forgetClientToken: (key) => {
      tokens.delete(nameOf(key));
      write(key);
    },
    unlock: async (key) => {
      const entry = entries[nameOf(key)];
      if (entry === undefined || tokens.has(nameOf(key))) return;
      if (entry.format === 'plain') {
        if (key.sandbox) tokens.set(nameOf(key), entry.value);
        return;
      }
      if (!sealing) return;
      try {
        tokens.set(nameOf(key), await secrets.decrypt(Buffer.from(entry.value, 'base64')));
      } catch (cause) {
        // Another user's key, or a keychain that was reset: the person signs in again.
        log('warn', 'a kept client token could not be decrypted', { cause: reasonOf(cause) });
      }
    },
    flush: async () => {
      await pending;
      if (unwritten) await inOrder(save).catch(failed);
    },
  };
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'unknown');

async function readEntries(
  path: string,
  now: () => Date,
): Promise<{ readonly entries: Entries; readonly notes: readonly string[] }> {
  const text = await readDataFile(path);
  if (text === undefined) return { entries: {}, notes: [] };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    raw = undefined;
  }
  const file = File.safeParse(raw);
  const version = z.object({ schemaVersion: z.int() }).safeParse(raw);
  if (version.success && version.data.schemaVersion > schemaVersion) {
    throw new AppException(
      appError('store.newer_schema', `${path} was written by a newer Claimdeck.`),
    );
  }
  if (file.success) return { entries: file.data.entries, notes: [] };
  const kept = await setAside(path, now());
  return {
    entries: {},
    notes: [`The vault could not be read: it was kept as ${kept}, and you sign in anew.`],
  };
}
