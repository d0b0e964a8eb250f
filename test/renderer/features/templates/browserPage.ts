import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../../support/browser.ts';
import { servePreview, type PreviewServer } from '../../preview/servePreview.ts';

export interface TemplatesPage {
  readonly page: Page;
  /** Messages of what was thrown and not caught. */
  readonly thrown: readonly string[];
  readonly sentence: ReturnType<Page['getByRole']>;
  readonly editor: ReturnType<Page['getByRole']>;
  readonly dialog: ReturnType<Page['getByRole']>;
  /**
   * Puts a text in the place of what the editor holds, as a person does. A locator's own `fill` selects past the
   * editor, which may draw its values anew in that very moment and lose the selection.
   */
  readonly write: (text: string) => Promise<void>;
  /** Opens an entry of the list, and waits for its editor. */
  readonly choose: (name: string) => Promise<void>;
  readonly button: (name: string | RegExp) => ReturnType<Page['getByRole']>;
}

/** The Templates page on fake services, in one browser for the file; `open` gives each test a page of its own. */
export function useTemplatesPage(): (query?: string, width?: number) => Promise<TemplatesPage> {
  let server: PreviewServer;
  let browser: Browser;
  const opened: Page[] = [];
  beforeAll(async () => {
    server = await servePreview();
    browser = await launchBrowser();
  }, 120_000);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.close()));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  return async (query = '', width = 1280) => {
    const page = await browser.newPage({
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    opened.push(page);
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(error.message));
    await page.goto(`${server.url}/${query}#/templates`);
    const editor = page.getByRole('textbox', { name: /^Claims of/ });
    await editor.waitFor();
    return {
      page,
      thrown,
      sentence: page.getByRole('heading', { level: 1 }),
      editor,
      dialog: page.getByRole('dialog'),
      write: async (text) => {
        await editor.click();
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.insertText(text);
      },
      choose: async (name) => {
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('textbox', { name: `Claims of ${name}` }).waitFor();
      },
      button: (name) =>
        typeof name === 'string'
          ? page.getByRole('button', { name, exact: true })
          : page.getByRole('button', { name }),
    };
  };
}
