/**
 * Kills the writing backend with SIGKILL at 20 random points during 1,000 writes, on SQLite and on PostgreSQL with
 * fsync on, and looks for each write that was acknowledged before. Run: npm run bench -- faults.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const { status } = spawnSync(
  process.execPath,
  [resolve('node_modules/vitest/vitest.mjs'), 'run', 'test/main/backend/store/kill.test.ts'],
  { stdio: 'inherit', env: { ...process.env, CLAIMDECK_KILLS: '20' } },
);
process.exitCode = status ?? 1;
