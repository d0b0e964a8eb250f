import type { SecretPort } from './ports.ts';

/** A host without encryption by the operating system: nothing real is ever written. */
export const noSecrets: SecretPort = {
  available: () => Promise.resolve(false),
  encrypt: () => Promise.reject(new Error('no encryption here')),
  decrypt: () => Promise.reject(new Error('no encryption here')),
};
