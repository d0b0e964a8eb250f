import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { covered } from './covered.ts';
import { options } from './runtime.ts';

/** Not a tag Chromium uses. */
const tag = Buffer.from('stn');

const key = (): Buffer => {
  if (options.storageKey === undefined) throw new Error('Encryption is not available.');
  return Buffer.from(options.storageKey, 'hex');
};

const part: Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
> = {
  isAsyncEncryptionAvailable: () => Promise.resolve(options.storageKey !== undefined),
  getSelectedStorageBackend: () => options.storageBackend ?? 'gnome_libsecret',
  encryptStringAsync: async (plainText) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key(), iv);
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([tag, iv, cipher.getAuthTag(), sealed]);
  },
  decryptStringAsync: async (encrypted) => {
    if (!encrypted.subarray(0, 3).equals(tag)) throw new Error('Error while decrypting.');
    const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(3, 15));
    decipher.setAuthTag(encrypted.subarray(15, 31));
    const text = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]);
    return { result: text.toString('utf8'), shouldReEncrypt: false };
  },
};

export const safeStorage = covered<SafeStorage>('safeStorage', part);
