import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runChild } from '../../../main/children/child.ts';
import { SandboxConfig } from '../../../shared/contract/children.ts';

// A child that keeps the sandbox's side of the protocol and answers just what a host asks of it.
const host = 'fake-sandbox-00.clerk.accounts.dev';

runChild(SandboxConfig, async (config, emit) => {
  const secretKey = `sk_test_${'x'.repeat(24)}`;
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown, headers = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/v1/test/crash') process.exit(3);
    if (request.url === '/v1/test/environment') return reply(200, Object.keys(process.env));
    if (request.url === '/v1/test/reset') return reply(200, { reset: config.reset });
    if (request.url === '/v1/test/code') {
      emit({
        type: 'code',
        code: { identifier: 'ada@example.com', code: '424242', sentAtMs: Date.now() },
      });
      return reply(200, {});
    }
    if (request.url === '/v1/sign_in_tokens') {
      const known = request.headers.authorization === `Bearer ${secretKey}`;
      return known ? reply(200, { token: 'ticket-of-ada' }) : reply(401, { errors: [] });
    }
    if (request.headers.origin !== undefined) return reply(400, { errors: [{ code: 'origin' }] });
    return reply(
      200,
      { response: null, authorized: request.headers.authorization !== undefined },
      { authorization: 'client-token-canary', 'set-cookie': '__client=client-token-canary' },
    );
  });
  await new Promise<void>((resolve) => server.listen(config.port, '127.0.0.1', resolve));
  return {
    detail: {
      port: (server.address() as AddressInfo).port,
      publishableKey: `pk_test_${Buffer.from(`${host}$`).toString('base64')}`,
      secretKey,
      issuer: `https://${host}`,
      operatorUserIds: ['user_ada'],
      people: [
        {
          userId: 'user_ada',
          name: 'Ada Byron',
          email: 'ada@example.com',
          note: 'admin of Acme Robotics',
          tag: 'admin',
          password: 'claimdeck-demo',
        },
      ],
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
});
