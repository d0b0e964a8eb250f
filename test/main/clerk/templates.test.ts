import { createServer, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { createClerkApi } from '../../../main/clerk/client.ts';
import type { ClerkApi } from '../../../main/clerk/port.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The client on a Backend API that answers as said. */
async function clerkOn(
  answer: (url: URL, method: string) => { status?: number; body: unknown },
): Promise<ClerkApi> {
  const listening = createServer((request, response) => {
    const { status = 200, body } = answer(
      new URL(request.url ?? '/', 'http://clerk'),
      request.method ?? 'GET',
    );
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return createClerkApi({
    secretKey: 'sk_test_fake0canary0secret',
    publishableKey: 'pk_test_bWFkZS11cC0wMC5jbGVyay5hY2NvdW50cy5kZXYk',
    apiUrl: `http://127.0.0.1:${port}`,
    timeoutMs: 1_000,
  });
}

const template = (number: number) => ({
  object: 'jwt_template',
  id: `jtmp_${number}`,
  name: `template-${number}`,
  claims: { number },
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: false,
  signing_algorithm: 'RS256',
  created_at: 1,
  updated_at: 1,
});

it('lists every template, also of an instance with more than one page of them', async () => {
  const asked: string[] = [];
  const all = Array.from({ length: 1_101 }, (_, number) => template(number));
  const clerk = await clerkOn(({ pathname, searchParams }) => {
    asked.push(`${pathname} ${searchParams.get('limit')} ${searchParams.get('offset')}`);
    const offset = Number(searchParams.get('offset'));
    return { body: { data: all.slice(offset, offset + 500), total_count: all.length } };
  });
  const listed = await clerk.listTemplates();
  expect(listed.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(asked).toHaveLength(3);
});

it('ends when Clerk counts more templates than it gives', async () => {
  const clerk = await clerkOn(({ searchParams }) => ({
    body: {
      data: Number(searchParams.get('offset')) === 0 ? [template(1)] : [],
      total_count: 7,
    },
  }));
  expect(await clerk.listTemplates()).toHaveLength(1);
});

it('says that the session token’s customization is no template to delete', async () => {
  const clerk = await clerkOn(() => ({
    status: 403,
    body: { errors: [{ code: 'session_token_jwt_template', message: 'no' }] },
  }));
  await expect(clerk.deleteTemplate('jtmp_1')).rejects.toMatchObject({
    error: { code: 'clerk.invalid', remedy: expect.stringContaining('Dashboard') as string },
  });
});

it.each([404, 405])(
  'takes %i for an instance without an API for session claims',
  async (status) => {
    const bodies = [
      { errors: [{ code: 'resource_not_found', message: 'no' }] },
      'no such page',
      null,
    ];
    for (const body of bodies) {
      const clerk = await clerkOn(() => ({ status, body }));
      expect(await clerk.readSessionClaims()).toBeNull();
      server?.closeAllConnections();
      server?.close();
    }
  },
);

it.each([[[null]], [['text']], [[{}]], [{}], [null], [undefined]])(
  'reads a refusal of session claims whose errors are %j',
  async (errors) => {
    const clerk = await clerkOn(() => ({ status: 422, body: { errors } }));
    await expect(clerk.writeSessionClaims({})).rejects.toMatchObject({
      error: { code: 'clerk.invalid' },
    });
  },
);
