import { request, type IncomingHttpHeaders } from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { parseFlags } from '../../../main/services/flags.ts';
import { runWebHost, type WebHost } from '../../../main/host/web/run.ts';
import { sessionHeader } from '../../../main/host/web/routes.ts';
import { tempFolder } from './tempFolder.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface RawRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A request as it is written, path and Host included: `fetch` would mend both. */
export function rawRequest(
  origin: string,
  path: string,
  given: RawRequest = {},
): Promise<RawAnswer> {
  const { port } = new URL(origin);
  return new Promise((done, failed) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: given.method ?? 'GET',
        headers: given.headers ?? {},
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', failed);
        answer.on('end', () =>
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', failed);
    outgoing.end(given.body);
  });
}

export interface WebWorld {
  readonly host: WebHost;
  readonly dataDir: string;
  readonly launchToken: string;
  readonly post: (
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<RawAnswer>;
  /** A page's session: what it may send along. */
  readonly session: () => Promise<Record<string, string>>;
  readonly call: (
    method: string,
    input: unknown,
  ) => Promise<{ ok: boolean; value?: unknown; error?: unknown }>;
}

/** A host without children: a real instance's publishable key, at an address where nobody answers. */
export const childless = {
  CLERK_PUBLISHABLE_KEY: `pk_test_${Buffer.from('calm-otter-12.clerk.accounts.dev$').toString('base64')}`,
  CLERK_FAPI: 'http://127.0.0.1:1',
};

/** A web host with children that keep only the protocol. Closed after the test. */
export async function webWorld(
  env: Record<string, string> = {},
  args: readonly string[] = [],
  dataDir = join(tempFolder(), 'data'),
): Promise<WebWorld> {
  const rendererDir = tempFolder();
  mkdirSync(join(rendererDir, 'assets'));
  writeFileSync(join(rendererDir, 'index.html'), '<html><head></head></html>');
  writeFileSync(join(rendererDir, 'assets/a-12345678.js'), '1');
  const children = { sandbox: 'fakeSandbox.ts', backend: 'fakeBackend.ts' };
  const host = await runWebHost({
    flags: parseFlags(['--port=0', '--sandbox-port=0', '--backend-port=0', ...args]),
    env: { CLAIMDECK_HOME: dataDir, ...env },
    childFile: (entry) => resolve(import.meta.dirname, children[entry]),
    rendererDir,
  });
  onTestFinished(() => host.close());
  await host.ready;
  const launchToken = new URLSearchParams(new URL(host.url).hash.slice(1)).get('launch') ?? '';

  const post: WebWorld['post'] = (path, body, headers = {}) =>
    rawRequest(host.origin, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const session = async (): Promise<Record<string, string>> => {
    const { body } = await post('/host/session', { launch: launchToken });
    return { [sessionHeader]: (JSON.parse(body) as { secret: string }).secret };
  };
  return {
    host,
    dataDir,
    launchToken,
    post,
    session,
    call: async (method, input) => {
      const { body } = await post('/host/call', { method, input }, await session());
      return JSON.parse(body) as { ok: boolean };
    },
  };
}
