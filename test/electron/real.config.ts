import { defineConfig } from 'vitest/config';

/** The main job on real Electron: `npm run test:electron`, where its runtime and a display are there. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.spec.ts'],
    testTimeout: 30_000,
    hookTimeout: 90_000,
    // How long a polled expectation may take on a loaded machine; a fast one waits no longer for it.
    expect: { poll: { timeout: 15_000 } },
    retry: 0,
  },
});
