/**
 * Everything the backend does, in turn and at random: reads, writes with idempotency keys, refusals, bad tokens,
 * addresses that nothing is at, invitations. Each answer has to be one that the question allows.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import type { Person } from './person.ts';

export interface Cast {
  readonly url: string;
  readonly organizationId: string;
  readonly admin: Person;
  readonly member: Person;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Traffic {
  /** One step of one user; most are one request, writes are two. */
  step(): Promise<void>;
  readonly counts: ReadonlyMap<string, number>;
  /** Answers that were not among the allowed ones. */
  readonly wrong: readonly string[];
  readonly requests: number;
  end(): void;
}

export function createTraffic(cast: Cast, connections: number): Traffic {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const counts = new Map<string, number>();
  const wrong: string[] = [];
  let requests = 0;

  const ask = ({ method = 'GET', path, token, headers = {}, body }: Asked): Promise<Answer> =>
    new Promise((resolve, reject) => {
      requests += 1;
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = request(
        `${cast.url}${path}`,
        {
          method,
          agent,
          headers: {
            // Another person's address each time, as a proxy in front would name it.
            'x-forwarded-for': `10.${part()}.${part()}.${part()}`,
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(text === undefined
              ? {}
              : {
                  'content-type': 'application/json',
                  'content-length': String(Buffer.byteLength(text)),
                }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });

  /** Asks, and notes an answer that is not among `allowed`. After a change of keys a token may be a stranger's. */
  const expecting = async (what: string, allowed: readonly number[], asked: Asked) => {
    const answer = await ask(asked);
    counts.set(what, (counts.get(what) ?? 0) + 1);
    if (answer.status === 401 && !allowed.includes(401)) {
      cast.admin.refresh();
      cast.member.refresh();
      counts.set('after a rotation', (counts.get('after a rotation') ?? 0) + 1);
      if (!answer.text.includes('kid-mismatch') && !answer.text.includes('expired')) {
        wrong.push(`${what}: ${answer.text.slice(0, 200)}`);
      }
    } else if (!allowed.includes(answer.status)) {
      wrong.push(`${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
    return answer;
  };

  const adminToken = (): Promise<string> => cast.admin.token(cast.organizationId);
  const memberToken = (): Promise<string> => cast.member.token(cast.organizationId);
  const once = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });

  const steps: readonly (() => Promise<void>)[] = [
    async () => {
      await expecting('read who I am', [200], { path: '/v1/me', token: await memberToken() });
    },
    async () => {
      const token = await memberToken();
      const path = '/v1/org/settings';
      const { headers } = await expecting('read settings', [200], { path, token });
      const etag = headers.etag ?? '""';
      await expecting('read settings again', [304, 200], {
        path,
        token,
        headers: { 'if-none-match': etag },
      });
    },
    async () => {
      await expecting('list items', [200], {
        path: '/v1/items?limit=20',
        token: await memberToken(),
      });
    },
    async () => {
      await expecting('list members', [200], {
        path: '/v1/org/members?limit=10',
        token: await adminToken(),
      });
    },
    async () => {
      const token = await adminToken();
      const path = '/v1/org/settings';
      const { headers, text } = await expecting('read settings', [200], { path, token });
      const { version = 0 } = JSON.parse(text) as { version?: number };
      const condition: Record<string, string> =
        version === 0 ? { 'if-none-match': '*' } : { 'if-match': headers.etag ?? '""' };
      await expecting('save settings', [200, 412], {
        method: 'PUT',
        path,
        token,
        headers: { ...condition, ...once() },
        body: { displayName: `Soak ${version}` },
      });
    },
    async () => {
      const token = await adminToken();
      const made = await expecting('add an item', [201], {
        method: 'POST',
        path: '/v1/items',
        token,
        headers: once(),
        body: { title: `Item ${randomUUID()}` },
      });
      if (made.status !== 201) return;
      const { id } = JSON.parse(made.text) as { id: string };
      await expecting('remove it', [204], {
        method: 'DELETE',
        path: `/v1/items/${id}`,
        token: await adminToken(),
        headers: once(),
      });
    },
    async () => {
      await expecting('save settings as a member', [403], {
        method: 'PUT',
        path: '/v1/org/settings',
        token: await memberToken(),
        headers: { 'if-none-match': '*' },
        body: {},
      });
    },
    async () => {
      await expecting('read settings of no organization', [403], {
        path: '/v1/org/settings',
        token: await cast.member.token(null),
      });
    },
    async () => {
      await expecting('ask without a token', [401], { path: '/v1/me' });
    },
    async () => {
      const token = await memberToken();
      const dot = token.lastIndexOf('.') + 1;
      const bad = token.slice(0, dot) + randomUUID().replaceAll('-', '') + token.slice(dot + 32);
      await expecting('send a bad signature', [401], { path: '/v1/me', token: bad });
    },
    async () => {
      const header = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: randomUUID() }));
      const [, claims = '', signature = ''] = (await memberToken()).split('.');
      const stray = `${header.toString('base64url')}.${claims}.${signature}`;
      await expecting('name an unknown key', [401], { path: '/v1/me', token: stray });
    },
    async () => {
      await expecting('send nonsense', [401], { path: '/v1/me', token: randomUUID() });
    },
    async () => {
      await expecting('ask where nothing is', [404], { path: `/${randomUUID()}/${randomUUID()}` });
    },
    async () => {
      await expecting('send a broken body', [400, 415, 403], {
        method: 'POST',
        path: '/v1/items',
        token: await adminToken(),
        headers: once(),
        body: { title: 7, [randomUUID()]: true },
      });
    },
  ];

  return {
    async step() {
      await (steps[Math.floor(Math.random() * steps.length)] ?? steps[0])?.();
    },
    counts,
    wrong,
    get requests() {
      return requests;
    },
    end: () => agent.destroy(),
  };
}

const part = (): number => 1 + Math.floor(Math.random() * 250);
