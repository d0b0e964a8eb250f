import { resolve } from 'node:path';
import { build } from 'vite';

/** A module of the page as one script that puts its exports on `window[name]`: for a test to run in a real page. */
export async function bundleForPage(entry: string, name: string): Promise<string> {
  const outputs = await build({
    configFile: false,
    logLevel: 'silent',
    root: resolve(import.meta.dirname, '../..'),
    build: { write: false, minify: false, lib: { entry, name, formats: ['iife'] } },
  });
  const code = [outputs]
    .flat()
    .flatMap((output) => ('output' in output ? output.output : []))
    .find((file) => file.type === 'chunk')?.code;
  if (code === undefined) throw new Error(`${entry} gave no script`);
  // zod looks whether it may compile when it loads. A debugger may then, but the page may not when it parses later.
  return `(globalThis.__zod_globalConfig ??= {}).jitless = true;\n${code}\nObject.assign(window, { ${name} });`;
}
