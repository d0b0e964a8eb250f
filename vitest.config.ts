import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // Two cores are the smallest machine this must pass on.
    maxWorkers: 2,
    // How long a hanging test may take; a slow machine with a browser in each worker needs its time.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Every test makes its own folder and takes port 0; nothing is shared, nothing is retried.
    // How long a polled expectation may take on a loaded machine; a fast one waits no longer for it.
    expect: { poll: { timeout: 30_000 } },
    retry: 0,
  },
});
