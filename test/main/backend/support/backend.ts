import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackend, type Backend, type BackendOptions } from '../../../../main/backend/app.ts';
import { createLog } from '../../../../main/backend/log.ts';
import { openSqliteStore } from '../../../../main/backend/store/openSqlite.ts';
import type { Store } from '../../../../main/backend/store/store.ts';
import { createClerkApi } from '../../../../main/clerk/client.ts';
import { PUBLISHABLE_KEY, SECRET_KEY, startFakeClerk, type FakeClerk } from './fakeClerk.ts';
import { ada, ISSUER } from './people.ts';

export interface TestBackend {
  readonly backend: Backend;
  readonly clerk: FakeClerk;
  readonly store: Store;
  /** Lines the backend logged, as text. */
  readonly logged: string[];
  call(
    method: string,
    path: string,
    options?: { token?: string; headers?: Record<string, string>; body?: unknown },
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  /** The parsed body, `{}` when there is none. */
  readonly body: Record<string, unknown>;
}

export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'claimdeck-backend-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The backend on a fake Clerk and a real store in a folder of its own. */
export async function startTestBackend(
  options: Partial<BackendOptions> = {},
): Promise<TestBackend> {
  const folder = makeFolder();
  const clerk = await startFakeClerk();
  const store = await openSqliteStore({ file: join(folder.path, 'backend.sqlite') });
  const logged: string[] = [];
  const backend = await createBackend({
    store,
    clerk: createClerkApi({
      secretKey: SECRET_KEY,
      publishableKey: PUBLISHABLE_KEY,
      apiUrl: clerk.apiUrl,
      timeoutMs: 2_000,
    }),
    issuer: ISSUER,
    operators: [ada.userId],
    authorizedParties: ['https://app.example.com'],
    requestsPerMinute: 1_000_000,
    log: createLog({
      level: 'debug',
      destination: { write: (line: string) => void logged.push(line) },
    }),
    ...options,
  });
  return {
    backend,
    clerk,
    store,
    logged,
    async call(method, path, { token, headers, body } = {}) {
      const response = await backend.app.inject({
        method: method as 'GET',
        url: path,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      const isJson = response.headers['content-type']?.includes('json') === true;
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        body: isJson ? (JSON.parse(response.body) as Record<string, unknown>) : {},
      };
    },
    async close() {
      await backend.close();
      await clerk.close();
      folder.remove();
    },
  };
}
