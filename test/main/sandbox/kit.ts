import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { SandboxCode } from '../../../shared/contract/app.ts';
import {
  createSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../../main/sandbox/createSandbox.ts';
import { listenNear } from '../../../main/sandbox/listen.ts';

export const password = 'claimdeck-demo';

export const scratch = (): string => mkdtempSync(join(tmpdir(), 'claimdeck-sandbox-'));

const quiet = pino({ level: 'silent' });

export interface Running extends Sandbox {
  readonly dir: string;
  readonly codes: SandboxCode[];
  /** User id of a seeded person. */
  person(tag: 'ada' | 'grace' | 'alan' | 'margaret' | 'katherine'): string;
  /** Listens; the address is what SDKs are pointed at. */
  listen(port?: number): Promise<string>;
  /** Closes, and removes the folder unless it is kept for another start. */
  end(keep?: boolean): Promise<void>;
}

/** A sandbox on a folder of its own. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<Running> {
  const dir = options.dataDir ?? scratch();
  const codes: SandboxCode[] = [];
  const sandbox = await createSandbox({
    log: quiet,
    onCode: (code) => codes.push(code),
    ...options,
    dataDir: dir,
  });
  return {
    ...sandbox,
    dir,
    codes,
    person: (tag) => {
      const found = sandbox.people.find((one) => one.email === `${tag}@example.com`);
      if (found === undefined) throw new Error(`no ${tag} in the seed`);
      return found.userId;
    },
    listen: async (port = 0) => `http://127.0.0.1:${await listenNear(sandbox.app, port)}`,
    end: async (keep = false) => {
      await sandbox.close();
      if (!keep) rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;

/** Status, headers and envelope of one answer. */
export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: {
    response?: Record<string, unknown>;
    client?: { sessions: { id: string; last_active_token: { jwt: string } }[] } | null;
    errors?: { code: string; meta: { param_name?: string } }[];
    jwt?: string;
  };
}

/** A native client without clerk-js: keeps the token that the server hands back, and overrides methods as it does. */
export class NativeClient {
  readonly #sandbox: Running;
  token = '';
  constructor(sandbox: Running) {
    this.#sandbox = sandbox;
  }

  async call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    form: Record<string, string> = {},
  ): Promise<Answer> {
    const query = `_is_native=1${method === 'GET' || method === 'POST' ? '' : `&_method=${method}`}`;
    const wire = method === 'GET' ? 'GET' : 'POST';
    const reply = await this.#sandbox.app.inject({
      method: wire,
      url: `/v1${path}${path.includes('?') ? '&' : '?'}${query}`,
      headers: {
        ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }),
        ...(wire === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(wire === 'POST' ? { payload: new URLSearchParams(form).toString() } : {}),
    });
    const rotated = reply.headers['authorization'];
    if (typeof rotated === 'string') this.token = rotated;
    return { status: reply.statusCode, headers: reply.headers, body: reply.json() };
  }

  /** @returns the session id */
  async signIn(who: string): Promise<string> {
    const answer = await this.call('POST', '/client/sign_ins', {
      identifier: `${who}@example.com`,
      password,
    });
    const session = answer.body.client?.sessions[0]?.id;
    if (session === undefined) throw new Error(`sign-in answered ${answer.status}`);
    return session;
  }

  /** The session token after switching to an organization, by its id; null is the personal account. */
  async tokenIn(session: string, organization: string | null): Promise<string> {
    const answer = await this.call('POST', `/client/sessions/${session}/touch`, {
      active_organization_id: organization ?? '',
    });
    return answer.body.client?.sessions[0]?.last_active_token.jwt ?? '';
  }
}

/** Code of the first error, and the field it stands under. */
export const refusalOf = ({ status, body }: Answer): unknown[] => [
  status,
  body.errors?.[0]?.code,
  body.errors?.[0]?.meta.param_name,
];
