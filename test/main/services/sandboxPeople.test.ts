import { expect, it } from 'vitest';
import { checkedLink } from '../../../main/services/links.ts';
import { createSandboxPeople } from '../../../main/services/sandboxPeople.ts';
import type { SandboxReady } from '../../../shared/contract/children.ts';
import { fakeServer } from '../support/fakeServer.ts';

const ready = (url: string): SandboxReady => ({
  port: Number(new URL(url).port),
  publishableKey: 'pk_test_x',
  secretKey: 'sk_test_canary',
  issuer: 'https://a.b',
  operatorUserIds: [],
  people: [
    { userId: 'user_ada', name: 'Ada', email: 'a@b.c', note: '', tag: 'admin', password: 'p' },
  ],
});

it('gets a ticket for a demo person through the Backend API, and for nobody else', async () => {
  const sandbox = await fakeServer((_, response) => response.end('{"token":"ticket"}'));
  const people = createSandboxPeople({ fetch, sandbox: () => ready(sandbox.url) });
  expect(await people.ticket('user_ada')).toBe('ticket');
  expect(sandbox.seen[0]).toMatchObject({ method: 'POST', url: '/v1/sign_in_tokens' });
  expect(sandbox.seen[0]?.headers.authorization).toBe('Bearer sk_test_canary');
  expect(sandbox.seen[0]?.body).toContain('"user_id":"user_ada"');
  await expect(people.ticket('user_other')).rejects.toMatchObject({
    error: { code: 'resource.not_found' },
  });
  expect(sandbox.seen).toHaveLength(1);
});

it('says what is wrong without the key', async () => {
  const refusing = await fakeServer((_, response) => response.writeHead(403).end('sk_test_canary'));
  for (const [url, code] of [
    [refusing.url, 'clerk.refused'],
    ['http://127.0.0.1:1', 'sandbox.unreachable'],
  ] as const) {
    const people = createSandboxPeople({ fetch, sandbox: () => ready(url) });
    const failure: unknown = await people.ticket('user_ada').catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ error: { code } });
    expect(JSON.stringify(failure)).not.toContain('canary');
  }
  const none = createSandboxPeople({ fetch, sandbox: () => null });
  expect(() => none.people()).toThrow(/real instance/);
  expect(() => none.codes()).toThrow(/real instance/);
});

it('shows the codes of the last ten minutes, newest first', () => {
  let now = 0;
  const people = createSandboxPeople({
    fetch,
    sandbox: () => ready('http://x:1'),
    nowMs: () => now,
  });
  for (const minute of [0, 5, 9]) {
    people.addCode({ identifier: 'a@b.c', code: `00000${minute}`, sentAtMs: minute * 60_000 });
  }
  now = 12 * 60_000;
  expect(people.codes().map(({ code }) => code)).toEqual(['000009', '000005']);
});

it.each([
  'http://clerk.com',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://a:b@c.d',
  'x',
  '',
])('opens no link like %j', (url) => {
  expect(() => checkedLink(url)).toThrow(/https/);
});
