import type { Locator, Page } from 'playwright-core';

/**
 * What a person does with the console, in the words on its screen. Nothing here knows a class name, an
 * address or a store.
 */
export function consoleOf(page: Page) {
  const pageNamed = (name: string): Locator =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name });

  return {
    page,
    sentence: () => page.getByRole('heading', { level: 1 }),
    organizationMenu: () => page.getByRole('button', { name: /^Organization: / }),

    /** One click on a demo person of the sandbox, until the Session page has its sentence. */
    signInAs: async (name: string): Promise<void> => {
      await page.getByRole('button', { name: `Sign in as ${name}` }).click();
      await page.getByRole('button', { name: `Account: ${name}` }).waitFor();
    },

    /** Clerk's own form, in two steps. */
    signInWithPassword: async (email: string, password: string, name: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Email address' }).fill(email);
      await page.getByRole('button', { name: 'Continue', exact: true }).click();
      await page.getByRole('textbox', { name: 'Password' }).fill(password);
      await page.getByRole('button', { name: 'Continue', exact: true }).click();
      await page.getByRole('button', { name: `Account: ${name}` }).waitFor();
    },

    open: async (name: string): Promise<void> => {
      await pageNamed(name).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
    },

    switchTo: async (organization: string): Promise<void> => {
      await page.getByRole('button', { name: /^Organization: / }).click();
      await page.getByRole('menuitem', { name: organization }).click();
      await page
        .getByRole('button', { name: `Organization: ${organization}` })
        .first()
        .waitFor();
    },

    signOut: async (): Promise<void> => {
      await page.getByRole('button', { name: /^Account: / }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('region', { name: 'Demo people' }).waitFor();
    },
  };
}

/**
 * Notes what a page must never do: leave its own origin, break its Content-Security-Policy, or throw.
 * Call before the page does anything, read after.
 */
export function watchConduct(page: Page): { faults(): readonly string[] } {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Refused to/i.test(text)) faults.push(`policy: ${text}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol === 'data:' || protocol === 'blob:') return;
    const own = new URL(page.url()).hostname;
    // Pictures of people come from the sandbox, on the same machine.
    const allowed = hostname === own || hostname === '127.0.0.1' || page.url() === 'about:blank';
    if (!allowed) faults.push(`asked another origin: ${hostname}`);
  });
  return { faults: () => faults };
}
