import { defineConfig } from 'vitest/config';

/** The main job on real Electron: `npm run test:electron`, where its runtime and a display are there. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.spec.ts'],
    testTimeout: 30_000,
    hookTimeout: 90_000,
    retry: 0,
  },
});
