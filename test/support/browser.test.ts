import { expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';

it('finds a browser and draws a page', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    // A password field needs a font that is really there.
    await page.setContent('<h1>Claimdeck</h1><input type="password" value="secret">');
    expect(await page.textContent('h1')).toBe('Claimdeck');
    expect((await page.screenshot()).byteLength).toBeGreaterThan(1000);
  } finally {
    await browser.close();
  }
});
