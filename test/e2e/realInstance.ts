import { fork } from 'node:child_process';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { FromChild, SandboxReady } from '../../shared/contract/children.ts';

const entry = resolve(import.meta.dirname, '../../out/main/sandbox.js');

/** A second sandbox on keys of its own, which the console meets as it would meet a real Clerk instance. */
export interface PlayedInstance {
  readonly ready: SandboxReady;
  /** What `CLERK_…` variables select it. */
  readonly env: Readonly<Record<string, string>>;
  /** Client tokens seen on the wire to its Frontend API, newest last. */
  readonly clientTokens: readonly string[];
  close(): Promise<void>;
}

export async function playRealInstance(dataDir: string, host: string): Promise<PlayedInstance> {
  const child = fork(entry, [], { env: {}, serialization: 'advanced', stdio: 'ignore' });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const ready = await new Promise<SandboxReady>((found, failed) => {
    child.on('message', (raw) => {
      const message = FromChild.parse(raw);
      if (message.type === 'ready') found(SandboxReady.parse(message.detail));
      if (message.type === 'failed') failed(new Error(message.error.message));
    });
    child.once('exit', () => failed(new Error('the second sandbox ended before it was up')));
    child.send({ type: 'start', config: { dataDir, port: 0, frontendHost: host } });
  });
  const apiUrl = `http://127.0.0.1:${ready.port}`;
  const { url, clientTokens, close } = await listenIn(ready.port);
  return {
    ready,
    clientTokens,
    env: {
      CLERK_PUBLISHABLE_KEY: ready.publishableKey,
      CLERK_SECRET_KEY: ready.secretKey,
      CLERK_API_URL: apiUrl,
      CLERK_FAPI: url,
      CLAIMDECK_OPERATORS: ready.operatorUserIds.join(','),
    },
    close: async () => {
      close();
      child.send({ type: 'stop' });
      await exited;
    },
  };
}

/** Stands on the wire between console and Frontend API, and notes the client tokens that pass. */
async function listenIn(
  port: number,
): Promise<{ url: string; clientTokens: string[]; close: () => void }> {
  const clientTokens: string[] = [];
  const note = (header: string | undefined): void => {
    const token = header?.replace(/^Bearer /, '');
    if (token !== undefined && token !== '' && !clientTokens.includes(token)) {
      clientTokens.push(token);
    }
  };
  const server = createServer((incoming, answer) => {
    note(incoming.headers.authorization);
    const onward = httpRequest(
      {
        port,
        host: '127.0.0.1',
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (reply) => {
        note(reply.headers.authorization);
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    clientTokens,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
