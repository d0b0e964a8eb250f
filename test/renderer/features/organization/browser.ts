import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../../support/browser.ts';
import { servePreview, type PreviewServer } from '../../preview/servePreview.ts';

export interface Preview {
  /** Opens a page of the preview, given as what follows the host. */
  readonly open: (path: string) => Promise<Page>;
}

/** The console on fake services in a browser, for the tests of one file. Pages are closed after each test. */
export function usePreview(): Preview {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page | undefined;
  beforeAll(async () => {
    server = await servePreview();
    browser = await launchBrowser();
  }, 120_000);
  afterEach(() => page?.close());
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    open: async (path) => {
      page = await browser.newPage({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
      });
      await page.goto(server.url + path);
      return page;
    },
  };
}
