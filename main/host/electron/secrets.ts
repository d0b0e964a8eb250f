import type { SafeStorage } from 'electron';
import type { SecretPort } from '../../services/ports.ts';

type Storage = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
>;

/** How Chromium tags what it encrypts under Linux without a keyring: with a password that is in its source. */
const fixedPasswordTag = 'v10';

/**
 * Secrets encrypted by the operating system. Under Linux `safeStorage` also says it is available when no keyring
 * is there and a published password does the work; that counts as unavailable, so secrets stay in memory.
 */
export function createSecrets(storage: Storage, platform: NodeJS.Platform): SecretPort {
  let known: Promise<boolean> | undefined;

  const probe = async (): Promise<boolean> => {
    try {
      if (!(await storage.isAsyncEncryptionAvailable())) return false;
      if (platform !== 'linux') return true;
      const backend = storage.getSelectedStorageBackend();
      if (backend === 'basic_text' || backend === 'unknown') return false;
      const sealed = await storage.encryptStringAsync('probe');
      return sealed.subarray(0, fixedPasswordTag.length).toString('latin1') !== fixedPasswordTag;
    } catch {
      return false;
    }
  };

  return {
    available: () => (known ??= probe()),
    encrypt: (text) => storage.encryptStringAsync(text),
    decrypt: async (sealed) => (await storage.decryptStringAsync(Buffer.from(sealed))).result,
  };
}
