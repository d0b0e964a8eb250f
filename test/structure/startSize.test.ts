import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const out = resolve(import.meta.dirname, '../../out/renderer');

/** The scripts a window loads before it can paint: the entry, and what it imports at once. */
function startScripts(): readonly string[] {
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path]) =>
    readFileSync(join(out, path ?? ''), 'utf8'),
  );
}

it('starts with at most 150 kB of script, compressed', () => {
  const scripts = startScripts();
  expect(scripts.length).toBeGreaterThan(0);
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);
  expect(bytes).toBeLessThanOrEqual(150_000);
});

it('paints its shell before any of Clerk’s code has come', () => {
  const clerkJs = 'clerk_api_version';
  for (const script of startScripts()) expect(script).not.toContain(clerkJs);
  // The mark is a good one: a chunk that comes later has it.
  const all = readdirSync(join(out, 'assets')).filter((file) => file.endsWith('.js'));
  const holders = all.filter((file) =>
    readFileSync(join(out, 'assets', file), 'utf8').includes(clerkJs),
  );
  expect(holders.length).toBeGreaterThan(0);
});
