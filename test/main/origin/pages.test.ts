import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, describe } from 'vitest';
import { createOrigin } from '../../../main/origin/origin.ts';
import { noncePlaceholder } from '../../../main/origin/devPages.ts';
import { createStaticFiles } from '../../../main/origin/staticFiles.ts';
import { fakeServer } from '../support/fakeServer.ts';
import { tempFolder } from '../support/tempFolder.ts';

const nobody = { target: () => Promise.resolve(undefined), log: () => undefined };
const gateways = {
  fetch,
  frontendApi: {
    ...nobody,
    name: () => 'The sandbox',
    clientToken: () => undefined,
    keepClientToken: () => undefined,
  },
  backendApi: nobody,
};

function builtPage() {
  const folder = tempFolder();
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><html><head><title>x</title></head></html>',
  );
  writeFileSync(join(root, 'assets/index-Ab12_cd9.js'), 'export {};');
  writeFileSync(join(root, 'assets/plain.css'), 'a{}');
  writeFileSync(join(root, '.hidden'), 'secret');
  writeFileSync(join(folder, 'outside.txt'), 'secret');
  symlinkSync(join(folder, 'outside.txt'), join(root, 'link.txt'));
  const handle = createOrigin({
    ...gateways,
    rendererDir: root,
    pictures: () => ['http://127.0.0.1:4470'],
  });
  return {
    root,
    get: (path: string, init?: RequestInit) => handle(new Request(`app://renderer${path}`, init)),
  };
}

describe('the built page', () => {
  it('comes under a policy with a nonce of its own for every answer', async () => {
    const { get } = builtPage();
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html']) {
      const answer = await get(path);
      const html = await answer.text();
      const nonce = /<meta name="nonce" content="([\w-]{20,})"/.exec(html)?.[1] ?? '';
      nonces.add(nonce);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; ` +
          `img-src 'self' data: http://127.0.0.1:4470; font-src 'self'; connect-src 'self'; ` +
          `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
    }
    expect(nonces.size).toBe(2);
    expect(nonces.has('')).toBe(false);
  });

  it('lets a cache keep only what carries a hash in its name', async () => {
    const { get } = builtPage();
    const script = await get('/assets/index-Ab12_cd9.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    const style = await get('/assets/plain.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).toBe('no-cache');
  });

  it('answers 404 for what is not there and 405 for what is no reading', async () => {
    const { get } = builtPage();
    expect((await get('/assets/none.js')).status).toBe(404);
    expect((await get('/assets')).status).toBe(404);
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  it('says in words that the page is not built', async () => {
    const handle = createOrigin({
      ...gateways,
      rendererDir: join(tempFolder(), 'nothing'),
      pictures: () => [],
    });
    const answer = await handle(new Request('http://x/'));
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('npm run build');
  });
});

describe('static paths', () => {
  // Given raw, as a URL parser would make most of them harmless before they arrive.
  it.each([
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/..\\outside.txt',
    '/%5c..%5coutside.txt',
    '/assets/..%5c..%5coutside.txt',
    '//etc/passwd',
    '/%2fetc/passwd',
    '/.hidden',
    '/%2ehidden',
    '/link.txt',
    '/index.html%00.js',
    '/%E0%A4%A',
    '/C:/outside.txt',
  ])('refuse %s', async (path) => {
    const { root } = builtPage();
    const answer = await createStaticFiles(root)(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  });
});

describe('in development', () => {
  it("forwards static paths to Vite's server, and keeps the policy", async () => {
    const vite = await fakeServer((request, response) => {
      const html = request.url === '/';
      response.writeHead(200, {
        'content-type': html ? 'text/html' : 'text/javascript',
        'set-cookie': 'vite=1',
        'access-control-allow-origin': '*',
      });
      response.end(html ? `<head></head><script nonce="${noncePlaceholder}"></script>` : '1');
    });
    const handle = createOrigin({
      ...gateways,
      rendererDir: tempFolder(),
      devServer: vite.url,
      pictures: () => [],
    });
    const page = await handle(new Request('http://x/'));
    const html = await page.text();
    const nonce = /content="([\w-]{20,})"/.exec(html)?.[1] ?? '';
    expect(html).toContain(`<script nonce="${nonce}">`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}';`);
    expect(policy).toContain(`connect-src 'self' ${vite.url.replace('http', 'ws')};`);
    expect(policy).not.toContain('unsafe');

    const source = await handle(
      new Request('http://x/app/App.tsx?t=1', { headers: { authorization: 'Bearer canary' } }),
    );
    expect(source.headers.get('set-cookie')).toBeNull();
    expect(source.headers.get('access-control-allow-origin')).toBeNull();
    expect(vite.seen[1]?.url).toBe('/app/App.tsx?t=1');
    expect(JSON.stringify(vite.seen)).not.toContain('canary');
  });

  it("says so when Vite's server is gone", async () => {
    const handle = createOrigin({
      ...gateways,
      rendererDir: tempFolder(),
      devServer: 'http://127.0.0.1:1',
      pictures: () => [],
    });
    expect((await handle(new Request('http://x/'))).status).toBe(502);
  });
});
