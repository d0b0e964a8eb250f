import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emitTypes } from '../../../../shared/domain/token/types.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'claimdeck-types-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Compiles the files under `--strict`; the compiler's complaints, empty when there are none. */
function compile(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const tsc = path.resolve('node_modules/typescript/bin/tsc');
  const names = Object.keys(files).map((name) => path.join(folder, name));
  try {
    execFileSync(
      process.execPath,
      [
        tsc,
        '--ignoreConfig',
        '--strict',
        '--noEmit',
        '--types',
        '',
        '--target',
        'es2022',
        '--module',
        'esnext',
        '--moduleResolution',
        'bundler',
        ...names,
      ],
      { stdio: 'pipe' },
    );
    return '';
  } catch (cause) {
    return String((cause as { stdout: Buffer }).stdout);
  }
}

describe('emitTypes', () => {
  test('compiles under tsc --strict and types what was seen', () => {
    const declarations = emitTypes({
      examples: [
        {
          email: 'a@b',
          metadata: { plan: 'pro', tags: ['x', 1], deep: {} },
          'https://x/claims': [],
          age: 3,
          gone: null,
        },
        {
          email: null,
          metadata: { tags: [] },
          age: 4,
          ['__proto__x']: [{ a: 1 }, { b: true }],
          gone: null,
        },
      ],
      roles: ['org:member', 'org:admin', 'org:admin'],
      permissions: ['org:data:read', 'org:sys_profile:manage'],
    });
    expect(declarations).toContain('email: string | null;');
    expect(declarations).toContain('plan?: string;');
    expect(declarations).toContain('tags: Array<number | string>;');
    expect(declarations).toContain('"https://x/claims"?: unknown[];');
    expect(declarations).toContain('gone: unknown;');
    expect(declarations).toContain('permission: "org:data:read";');
    const use = [
      'import "./declarations.ts";',
      'declare const claims: CustomJwtSessionClaims;',
      'export const age: number = claims.age;',
      'export const plan: string | undefined = claims.metadata.plan;',
      'export const role: ClerkAuthorization["role"] = "org:admin";',
      '// @ts-expect-error an unknown role',
      'export const other: ClerkAuthorization["role"] = "org:owner";',
      '// @ts-expect-error may be null',
      'export const email: string = claims.email;',
    ].join('\n');
    expect(
      compile({
        'declarations.ts': declarations,
        'use.ts': use.replace('./declarations.ts', './declarations'),
      }),
    ).toBe('');
  });

  test('any name is a valid member, and nothing is emitted without roles', () => {
    const hostile = { 'a"b': 1, '\u2028': 2, '}': { '*/': 'x' }, new: true, '0': null, '': 1 };
    const declarations = emitTypes({ examples: [hostile] });
    expect(declarations).not.toContain('ClerkAuthorization');
    expect(compile({ 'hostile.ts': declarations })).toBe('');
    expect(compile({ 'empty.ts': emitTypes({ examples: [] }) })).toBe('');
  });
});
