import { rmSync } from 'node:fs';
import { createClerkClient, type ClerkClient } from '@clerk/backend';
import type { Browser, Page } from 'playwright-core';
import type { SandboxOptions } from '../../../main/sandbox/createSandbox.ts';
import { launchBrowser } from '../../support/browser.ts';
import { password, startSandbox, type Running } from './kit.ts';
import type { PageOptions } from './page/page.ts';
import { bundlePage, servePages } from './pages.ts';

export type Mode = PageOptions['mode'];

/** A browser and the bundled page, shared by the tests of one file. */
export interface Theatre {
  readonly browser: Browser;
  readonly bundle: string;
  close(): Promise<void>;
}

export async function openTheatre(): Promise<Theatre> {
  const [browser, bundle] = await Promise.all([launchBrowser(), bundlePage()]);
  return {
    browser,
    bundle,
    close: async () => {
      await browser.close();
      rmSync(bundle, { recursive: true, force: true });
    },
  };
}

/** A sandbox with a server's SDK on one side and pages of an app on the other. */
export interface Stage {
  readonly sandbox: Running;
  readonly sandboxUrl: string;
  readonly backend: ClerkClient;
  /** Origin of the pages; another one than the sandbox's. */
  readonly origin: string;
  /** Requests that left for a host that is not this machine. */
  readonly outside: string[];
  /** A page in a context of its own, with clerk-js loaded. */
  open(mode: Mode, components?: boolean): Promise<Page>;
  /** Loads clerk-js into a page, also after a reload. */
  boot(page: Page, mode: Mode, components?: boolean): Promise<void>;
  /** Ends pages and sandbox; `keep` leaves the state for another stage. */
  close(keep?: boolean): Promise<void>;
}

export async function openStage(
  theatre: Theatre,
  options: Partial<SandboxOptions> & { port?: number; host?: 'localhost' | '127.0.0.1' } = {},
): Promise<Stage> {
  const { port, host, ...own } = options;
  const sandbox = await startSandbox(own);
  const sandboxUrl = await sandbox.listen(port);
  const pages = await servePages(theatre.bundle, sandboxUrl);
  const origin = `http://${host ?? 'localhost'}:${pages.port}`;
  const outside: string[] = [];
  const boot = async (page: Page, mode: Mode, components = false): Promise<void> => {
    await page.waitForFunction(() => typeof window.start === 'function');
    await page.evaluate((how) => window.start(how), {
      mode,
      components,
      publishableKey: sandbox.publishableKey,
      proxyUrl: mode === 'native' ? '/fapi' : sandboxUrl,
    });
  };
  return {
    sandbox,
    sandboxUrl,
    origin,
    outside,
    boot,
    backend: createClerkClient({
      secretKey: sandbox.secretKey,
      publishableKey: sandbox.publishableKey,
      apiUrl: sandboxUrl,
      telemetry: { disabled: true },
    }),
    open: async (mode, components) => {
      const page = await (await theatre.browser.newContext()).newPage();
      page.on('request', (request) => {
        const { hostname, protocol } = new URL(request.url());
        const here = hostname === 'localhost' || hostname === '127.0.0.1';
        if (protocol.startsWith('http') && !here) outside.push(request.url());
      });
      await page.goto(origin);
      await boot(page, mode, components);
      return page;
    },
    close: async (keep) => {
      await pages.close();
      await sandbox.end(keep);
    },
  };
}

/** Signs in with a password and makes the session the active one. @returns the user id */
export const signIn = (page: Page, who: string): Promise<string | undefined> =>
  page.evaluate(
    async ([identifier, secret]) => {
      const attempt = await window.clerk.client?.signIn.create({ identifier, password: secret });
      await window.clerk.setActive({ session: attempt?.createdSessionId ?? null });
      return window.clerk.user?.id;
    },
    [`${who}@example.com`, password] as const,
  );

export const tokenOf = (page: Page): Promise<string> =>
  page.evaluate(async () => (await window.clerk.session?.getToken()) ?? '');
