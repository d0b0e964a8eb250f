import { expect, it } from 'vitest';
import type { SafeStorage } from 'electron';
import { createSecrets } from '../../../../main/host/electron/secrets.ts';

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>;

const storage = (backend: Backend, tag: string, available = true) => ({
  isAsyncEncryptionAvailable: async () => available,
  getSelectedStorageBackend: () => backend,
  encryptStringAsync: async (text: string) => Buffer.from(tag + text),
  decryptStringAsync: async (sealed: Buffer) => ({
    result: sealed.toString().slice(tag.length),
    shouldReEncrypt: false,
  }),
});

it.each([
  ['a keyring', storage('gnome_libsecret', 'v11'), true],
  ['a published password', storage('basic_text', 'v10'), false],
  ['no answer yet', storage('unknown', 'v11'), false],
  ['a keyring by name, a published password in fact', storage('kwallet6', 'v10'), false],
  ['nothing', storage('gnome_libsecret', 'v11', false), false],
])('under Linux with %s', async (_name, given, available) => {
  expect(await createSecrets(given, 'linux').available()).toBe(available);
});

it('trusts the keychain elsewhere, where the tag means something else', async () => {
  expect(await createSecrets(storage('unknown', 'v10'), 'darwin').available()).toBe(true);
  expect(await createSecrets(storage('unknown', 'v10', false), 'win32').available()).toBe(false);
});

it('counts a keyring that fails as none', async () => {
  const broken = {
    ...storage('gnome_libsecret', 'v11'),
    encryptStringAsync: () => Promise.reject(new Error('locked')),
  };
  expect(await createSecrets(broken, 'linux').available()).toBe(false);
});

it('gives back what it sealed', async () => {
  const secrets = createSecrets(storage('gnome_libsecret', 'v11'), 'linux');
  expect(await secrets.decrypt(await secrets.encrypt('a secret'))).toBe('a secret');
});
