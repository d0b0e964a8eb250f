import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');

/** Where a browser may already be. `CHROME_PATH` wins. */
const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

export interface TestBrowser {
  readonly executablePath: string;
  /** Environment the browser needs beside the usual one: libraries and fonts that came with it. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The browser that tests drive: a system one, else Chromium from npm, unpacked once per version.
 * @sparticuz/chromium unpacks the libraries a minimal system lacks only under a Lambda's environment variable,
 * so it runs in a process of its own and leaves nothing behind in ours.
 */
export function findTestBrowser(): TestBrowser {
  const asked = process.env['CHROME_PATH'];
  if (asked !== undefined && asked !== '') return { executablePath: asked, env: {} };
  const found = systemBrowsers.find(isUsable);
  if (found !== undefined) return { executablePath: found, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Chromium, Chrome or Edge found. Set CHROME_PATH to one to run the browser tests.',
    );
  }
  const dir = unpackFromNpm();
  return {
    executablePath: join(dir, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(dir, 'al2023/lib'),
      FONTCONFIG_PATH: join(dir, 'fonts'),
      HOME: process.env['HOME'] ?? dir,
    },
  };
}

/** An absent file or one of no bytes (a blocked browser) is none. */
const isUsable = (path: string): boolean =>
  (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;

function unpackFromNpm(): string {
  const manifest = join(root, 'node_modules/@sparticuz/chromium/package.json');
  const version = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  const home = join(root, 'node_modules/.cache/test-chromium');
  const target = join(home, `${version}-with-fonts`);
  if (existsSync(join(target, 'chromium'))) return target;
  mkdirSync(home, { recursive: true });
  const partial = mkdtempSync(join(home, 'unpacking-'));
  try {
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        "await (await import('@sparticuz/chromium')).default.executablePath()",
      ],
      {
        cwd: root,
        env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      },
    );
    // Its own configuration looks in a Lambda's folders. Without any font a password field ends the browser.
    writeFileSync(join(partial, 'fonts/fonts.conf'), fontsIn(join(target, 'fonts/fonts')));
    // Two runs may unpack at once: the first rename wins, the other copy is thrown away.
    renameSync(partial, target);
  } catch (cause) {
    if (!existsSync(join(target, 'chromium'))) throw cause;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

const fontsIn = (dir: string): string =>
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${dir}</dir><cachedir>${dir}-cache</cachedir></fontconfig>
`;

/** Arguments every test browser starts with; `--no-sandbox` only where root needs it. */
export const browserArgs = (): string[] => [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-quic',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Starts a headless browser for a test. Close it in `afterAll`. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = findTestBrowser();
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return chromium.launch({
    executablePath,
    headless: true,
    args: browserArgs(),
    env: { ...Object.fromEntries(inherited), ...env },
  });
}
