import { execFileSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

/** Output of a command whether or not it found fault. */
function outputOf(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The graph of the whole tree is over the megabyte that Node keeps by default.
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (cause) {
    return (cause as { stdout?: string }).stdout ?? '';
  }
}

interface Cruise {
  readonly modules: readonly { source: string }[];
  readonly summary: { readonly violations: readonly { from: string; rule: { name: string } }[] };
}

const cruise = (cwd: string, folders: readonly string[]): Cruise =>
  JSON.parse(outputOf(bin('depcruise'), ['--output-type', 'json', ...folders], cwd)) as Cruise;

/** One planted slip per rule: a fence is believed only after it has bitten. */
const slips: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'shared-stands-alone': ['shared/a/usesMain.ts', "import '../../main/target.ts';"],
  'domain-is-pure': ['shared/domain/usesZod.ts', "import { z } from 'zod'; export const s = z;"],
  'kernel-imports-nothing': ['shared/kernel/usesErrors.ts', "import '../errors/target.ts';"],
  'page-stays-in-the-page': ['renderer/usesMain.ts', "import '../main/target.ts';"],
  'page-has-no-node': ['renderer/usesNode.ts', "import 'node:fs';"],
  'features-do-not-know-each-other': ['renderer/features/a/usesB.ts', "import '../b/target.ts';"],
  'preload-is-thin': ['preload/usesDomain.ts', "import '../shared/domain/target.ts';"],
  'electron-only-at-the-edge': [
    'main/services/usesElectron.ts',
    "import { app } from 'electron'; export const a = app;",
  ],
  'clerk-backend-sdk-has-one-home': [
    'main/backend/usesSdk.ts',
    "import { createClerkClient } from '@clerk/backend'; export const c = createClerkClient;",
  ],
  'backend-and-sandbox-know-neither-host-nor-each-other': [
    'main/sandbox/usesBackend.ts',
    "import '../backend/target.ts';",
  ],
  'sandbox-knows-nothing-of-the-backend-sdk': [
    'main/sandbox/usesClerk.ts',
    "import '../clerk/target.ts';",
  ],
  'no-tests-in-the-product': ['main/usesTest.ts', "import '../test/target.ts';"],
  'no-unresolvable': ['main/usesNothing.ts', "import './absent.ts';"],
};

describe('the graph fence', () => {
  let dir = '';
  let found: Cruise;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'claimdeck-fences-'));
    for (const file of [
      '.dependency-cruiser.json',
      'tsconfig.json',
      'tsconfig.base.json',
      'package.json',
    ]) {
      cpSync(join(root, file), join(dir, file));
    }
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
    const targets = [
      'main/target.ts',
      'main/backend/target.ts',
      'main/clerk/target.ts',
      'renderer/features/b/target.ts',
      'shared/domain/target.ts',
      'shared/errors/target.ts',
      'test/target.ts',
    ];
    const files: (readonly [string, string])[] = [
      ...targets.map((file) => [file, 'export const target = 1;'] as const),
      ...Object.values(slips),
      ['main/circleA.ts', "import './circleB.ts'; export const a = 1;"],
      ['main/circleB.ts', "import './circleA.ts'; export const b = 1;"],
    ];
    for (const [file, text] of files) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      writeFileSync(join(dir, file), text);
    }
    found = cruise(dir, ['main', 'renderer', 'preload', 'shared', 'test']);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each(Object.entries(slips))('reports %s', (rule, [file]) => {
    const hits = found.summary.violations.filter((violation) => violation.rule.name === rule);
    expect(hits.map((violation) => violation.from)).toContain(file);
  });

  it('reports a circle', () => {
    expect(found.summary.violations.map((violation) => violation.rule.name)).toContain(
      'no-circular',
    );
  });

  it('inspects every module of the product and finds no fault', () => {
    const folders = ['main', 'preload', 'renderer', 'shared'];
    const real = cruise(root, folders);
    const seen = new Set(real.modules.map((module) => module.source));
    const files = globSync(
      folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
      { cwd: root },
    ).filter((file) => !file.endsWith('.d.ts'));
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !seen.has(file))).toEqual([]);
    expect(real.summary.violations).toEqual([]);
  });
});

describe('the lint fence', () => {
  const planted: readonly (readonly [file: string, text: string, rule: string])[] = [
    [
      'shared/domain/clock.ts',
      'export const now = (): number => Date.now();',
      'no-restricted-properties',
    ],
    [
      'shared/domain/dice.ts',
      'export const roll = (): number => Math.random();',
      'no-restricted-properties',
    ],
    ['shared/page.ts', 'export const t = (): unknown => document.title;', 'no-restricted-globals'],
    ['shared/host.ts', 'export const e = (): unknown => process.env;', 'no-restricted-globals'],
    ['main/speaks.ts', "export const hi = (): void => console.log('hi');", 'no-console'],
    ['main/loose.ts', 'export const x: any = 1;', 'no-explicit-any'],
    ['main/bare.ts', "import fs from 'fs'; export const f = fs;", 'prefer-node-protocol'],
  ];

  it('reports what the folders forbid', () => {
    const dir = mkdtempSync(join(tmpdir(), 'claimdeck-lint-'));
    try {
      cpSync(join(root, '.oxlintrc.json'), join(dir, '.oxlintrc.json'));
      for (const [file, text] of planted) {
        mkdirSync(dirname(join(dir, file)), { recursive: true });
        writeFileSync(join(dir, file), `${text}\n`);
      }
      const report = JSON.parse(outputOf(bin('oxlint'), ['--format', 'json'], dir)) as {
        diagnostics: { code: string; filename: string }[];
      };
      for (const [file, , rule] of planted) {
        const rules = report.diagnostics
          .filter((diagnostic) => diagnostic.filename === file)
          .map((diagnostic) => diagnostic.code);
        expect(rules.join(' '), file).toContain(rule);
      }
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
