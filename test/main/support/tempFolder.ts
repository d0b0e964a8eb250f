import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An own folder for one test, gone after it. */
export function tempFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'claimdeck-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
