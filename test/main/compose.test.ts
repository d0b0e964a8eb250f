import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { forkNode } from '../../main/children/forkNode.ts';
import type { Host } from '../../main/services/ports.ts';
import { Bootstrap, type DemoPerson } from '../../shared/contract/app.ts';
import { Me, OrgSettingsDocument, Problem } from '../../shared/contract/http.ts';
import { superviseChild } from '../../main/children/supervise.ts';
import { SandboxReady } from '../../shared/contract/children.ts';
import { realHost } from './support/realHost.ts';
import { tempFolder } from './support/tempFolder.ts';

const main = resolve(import.meta.dirname, '../../main');

/** What of a sign-in's answer is read here. */
interface SignInAnswer {
  readonly client: {
    readonly sessions: readonly {
      readonly id: string;
      readonly user: {
        readonly organization_memberships: readonly {
          readonly organization: { readonly id: string; readonly name: string };
        }[];
      };
    }[];
  };
}

/** The Frontend API as clerk-js in native mode calls it, through the gateway. */
function pageOf(host: Host) {
  const send = async (path: string, form?: Record<string, string>) => {
    const query = path.includes('?') ? '&' : '?';
    const answer = await host.handle(
      new Request(`http://127.0.0.1:4400/fapi${path}${query}_is_native=1`, {
        headers: { origin: 'http://127.0.0.1:4400' },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      }),
    );
    return { answer, body: (await answer.json()) as unknown };
  };
  const api = async (path: string, token: string, init: RequestInit = {}) =>
    host.handle(
      new Request(`http://127.0.0.1:4400/api${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
      }),
    );
  const value = async (method: string, input: unknown): Promise<unknown> => {
    const envelope = await host.call(method, input);
    if (!envelope.ok) throw new Error(JSON.stringify(envelope.error));
    return envelope.value;
  };
  return { send, api, value };
}

describe('a host with its real children', { timeout: 180_000 }, () => {
  it('signs a demo person in by ticket, and the backend takes the session token', async () => {
    const dataDir = join(tempFolder(), 'data');
    const { host, output } = await realHost(dataDir);
    const { send, api, value } = pageOf(host);
    const bootstrap = Bootstrap.parse(await value('app.bootstrap', {}));
    expect(bootstrap.instance.kind).toBe('sandbox');
    expect((await host.ready).notes).toEqual([]);

    const people = (await value('sandbox.people', {})) as DemoPerson[];
    const ada = people.find(({ tag }) => tag === 'admin');
    const { ticket } = (await value('sandbox.ticket', { userId: ada?.userId })) as {
      ticket: string;
    };
    const signIn = await send('/v1/client/sign_ins', { strategy: 'ticket', ticket });
    expect(signIn.answer.status, JSON.stringify(signIn.body)).toBe(200);
    expect(signIn.answer.headers.get('authorization')).toBeNull();
    const [session] = (signIn.body as SignInAnswer).client.sessions;
    const acme = session?.user.organization_memberships
      .map(({ organization }) => organization)
      .find(({ name }) => name === 'Acme Robotics');
    const minted = await send(`/v1/client/sessions/${session?.id}/tokens`, {
      organization_id: acme?.id ?? '',
    });
    expect(minted.answer.status, JSON.stringify(minted.body)).toBe(200);
    const token = (minted.body as { jwt: string }).jwt;

    const answered = await api('/v1/me', token);
    const told: unknown = await answered.json();
    expect(answered.status, JSON.stringify(told)).toBe(200);
    const me = Me.parse(told);
    expect(me.userId).toBe(ada?.userId);
    expect(me.operator).toBe(true);
    const unsigned = await api('/v1/me', 'not-a-token');
    expect(unsigned.status).toBe(401);
    expect(Problem.parse(await unsigned.json()).code).toMatch(/^auth\./);
    const settings = await api('/v1/org/settings', token);
    expect(OrgSettingsDocument.parse(await settings.json()).canWrite).toBe(true);

    // A host that is started again on the same data is still signed in.
    await host.close();
    const again = await realHost(dataDir);
    await again.host.ready;
    const { body } = await pageOf(again.host).send('/v1/client');
    expect(JSON.stringify(body)).toContain(session?.id);
    expect(output.join('')).not.toMatch(/sk_test_\w|eyJ[\w-]+\.eyJ/);
  });

  it('works on a real instance, which a second sandbox plays', async () => {
    const clerk = superviseChild({
      name: 'sandbox',
      fork: () =>
        forkNode(join(main, 'sandbox/main.ts'), { env: process.env, onOutput: () => undefined }),
      config: () =>
        Promise.resolve({
          dataDir: join(tempFolder(), 'sandbox'),
          port: 0,
          frontendHost: 'calm-otter-12.clerk.accounts.dev',
        }),
      readDetail: (detail) => SandboxReady.parse(detail),
      onStatus: () => undefined,
      log: () => undefined,
    });
    onTestFinished(() => clerk.stop());
    clerk.start();
    expect(await clerk.settled()).toMatchObject({ state: 'ready' });
    const ready = SandboxReady.parse(clerk.detail());
    const url = `http://127.0.0.1:${ready.port}`;
    const env = {
      CLERK_PUBLISHABLE_KEY: ready.publishableKey,
      CLERK_SECRET_KEY: ready.secretKey,
      CLERK_FAPI: url,
      CLERK_API_URL: url,
    };
    const { host, output } = await realHost(join(tempFolder(), 'data'), { env });
    await host.ready;
    const { send, api, value } = pageOf(host);
    const { instance, children } = Bootstrap.parse(await value('app.bootstrap', {}));
    expect(instance).toMatchObject({
      id: 'calm-otter-12.clerk.accounts.dev',
      kind: 'development',
      issuer: 'https://calm-otter-12.clerk.accounts.dev',
    });
    expect(children.map(({ child }) => child)).toEqual(['backend']);

    const [ada] = ready.people;
    const signIn = await send('/v1/client/sign_ins', {
      strategy: 'password',
      identifier: ada?.email ?? '',
      password: ada?.password ?? '',
    });
    expect(signIn.answer.status, JSON.stringify(signIn.body)).toBe(200);
    const [session] = (signIn.body as SignInAnswer).client.sessions;
    const minted = await send(`/v1/client/sessions/${session?.id}/tokens`, { organization_id: '' });
    const answered = await api('/v1/me', (minted.body as { jwt: string }).jwt);
    const me = Me.parse(await answered.json());
    // Nobody is an operator of a real instance by default.
    expect(me).toMatchObject({ userId: ada?.userId, operator: false });
    expect(output.join('')).not.toContain(ready.secretKey);
  });
});
