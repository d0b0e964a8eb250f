import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { processTree } from './processTree.ts';

/** Something that must stay in Node, by the name a finding is reported under. */
export type Secrets = Readonly<Record<string, string>>;

/** Where a secret was found: `<secret> in <place>`. Empty = clean. */
export type Findings = readonly string[];

/** The forms a secret can take on its way: as it is, in a URL, in JSON within JSON, as base64. */
const formsOf = (secret: string): readonly string[] => [
  ...new Set([
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ]),
];

/** Looks for secrets in one text. */
export function scanText(place: string, text: string, secrets: Secrets): Findings {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => `${name} in ${place}`);
}

/** Argument lists and environments of a process and everything below it. */
export function scanProcesses(rootPid: number, secrets: Secrets): Findings {
  const tree = processTree(rootPid);
  if (tree.length === 0) throw new Error(`there is no process ${rootPid} to look at`);
  return tree.flatMap(({ args, environment, pid }) => [
    ...scanText(`arguments of ${pid === rootPid ? 'the host' : 'a child'}`, args, secrets),
    ...scanText(`environment of ${pid === rootPid ? 'the host' : 'a child'}`, environment, secrets),
  ]);
}

/** Files below a folder, but those whose business it is to hold secrets. */
export function scanFiles(dir: string, except: readonly string[], secrets: Secrets): Findings {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !except.some((end) => path.includes(end)))
    .flatMap((path) => scanText(path.slice(dir.length + 1), readFileSync(path, 'latin1'), secrets));
}

/** Everything the page itself can reach: its heap, document, cookies, storages and address. */
export async function scanPage(page: Page, secrets: Secrets): Promise<Findings> {
  const reachable = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stored = await Promise.all(
      databases.map(
        ({ name }) =>
          new Promise<string>((resolve) => {
            const open = indexedDB.open(name ?? '');
            open.addEventListener('error', () => resolve(''));
            open.addEventListener('success', () => {
              const stores = [...open.result.objectStoreNames];
              if (stores.length === 0) return resolve('');
              const rows: unknown[] = [];
              const work = open.result.transaction(stores, 'readonly');
              for (const store of stores) {
                const all = work.objectStore(store).getAll();
                all.addEventListener('success', () => rows.push(all.result));
              }
              work.addEventListener('complete', () => {
                open.result.close();
                resolve(JSON.stringify(rows));
              });
              return undefined;
            });
          }),
      ),
    );
    return {
      document: document.documentElement.outerHTML,
      address: location.href,
      'document.cookie': document.cookie,
      localStorage: JSON.stringify(Object.entries(localStorage)),
      sessionStorage: JSON.stringify(Object.entries(sessionStorage)),
      indexedDB: stored.join('\n'),
    };
  });
  const cookies = JSON.stringify(await page.context().cookies());
  // A snapshot cuts long strings short, so a piece from the middle stands for the whole.
  const pieces = Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [name, pieceOf(secret)]),
  );
  const heap = await heapOf(page);
  return [
    ...Object.entries(reachable).flatMap(([place, text]) => scanText(place, text, secrets)),
    ...scanText('cookies', cookies, secrets),
    ...scanText('page heap', heap, pieces),
  ];
}

const pieceOf = (secret: string): string => {
  const from = Math.floor(secret.length / 2);
  return secret.slice(from, from + 60);
};

/** Every string the page's JavaScript holds, as a heap snapshot. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const text = chunks.join('');
  if (text.length < 100_000) throw new Error('the heap snapshot is empty: nothing was looked at');
  return text;
}

/** Records what crosses between page and host from now on; read it with `text()`. */
export function recordTraffic(page: Page): { text(): Promise<string>; count(): number } {
  const sent: string[] = [];
  const answered: Promise<string>[] = [];
  page.on('request', (request) => {
    const headers = JSON.stringify(request.headers());
    sent.push([request.url(), headers, request.postData() ?? ''].join('\n'));
  });
  page.on('requestfinished', (request) => answered.push(answerTo(request)));
  return {
    text: async () => [...sent, ...(await Promise.all(answered))].join('\n'),
    count: () => answered.length,
  };
}

/** What a browser cannot tell any more of an answer is left out, not the rest. */
async function answerTo(request: Request): Promise<string> {
  const response = await request.response().catch(() => null);
  const parts = await Promise.all([
    request.allHeaders().catch(() => ({})),
    response?.allHeaders().catch(() => ({})),
    response?.text().catch(() => ''),
  ]);
  return JSON.stringify(parts);
}
