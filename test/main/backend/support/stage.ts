import { createClerkClient, type ClerkClient } from '@clerk/backend';
import { join } from 'node:path';
import { startBackend, type ServeOptions } from '../../../../main/backend/start.ts';
import type { BackendConfig } from '../../../../shared/contract/children.ts';
import { password, startSandbox, type Running } from '../../sandbox/kit.ts';
import { makeFolder } from './backend.ts';

type PersonName = Parameters<Running['person']>[0];

export interface Session {
  readonly id: string;
  readonly userId: string;
  token(): string;
  /** Switches the active organization; null = the personal account. */
  activate(organization: string | null): Promise<void>;
  template(name: string): Promise<string>;
}

interface StageAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The real backend on the real sandbox, over HTTP. */
export interface Stage {
  readonly sandbox: Running;
  readonly clerk: ClerkClient;
  readonly apiUrl: string;
  /** The backend's own. */
  readonly port: number;
  /** Name → id. */
  readonly organizations: ReadonlyMap<string, string>;
  readonly database: string;
  readonly signIn: (name: PersonName) => Promise<Session>;
  readonly call: (
    method: string,
    path: string,
    token: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<StageAnswer>;
  end(): Promise<void>;
}

export async function startStage(
  config: Partial<BackendConfig> = {},
  serve: ServeOptions = {},
  seed: Parameters<typeof startSandbox>[0] = {},
): Promise<Stage> {
  const folder = makeFolder();
  const sandbox = await startSandbox(seed);
  const apiUrl = await sandbox.listen();
  const { publishableKey, secretKey, issuer } = sandbox;
  const clerk = createClerkClient({
    secretKey,
    publishableKey,
    apiUrl,
    telemetry: { disabled: true },
  });
  const organizations = new Map<string, string>();
  for (const { id, name } of (await clerk.organizations.getOrganizationList()).data) {
    organizations.set(name, id);
  }
  const database = join(folder.path, 'backend.sqlite');
  const backend = await startBackend(
    {
      port: 0,
      database,
      publishableKey,
      secretKey,
      apiUrl,
      issuer,
      operators: sandbox.operatorUserIds,
      authorizedParties: [],
      ...config,
    },
    { level: 'silent' },
    serve,
  );

  const signIn = async (name: PersonName): Promise<Session> => {
    let clientToken = '';
    let jwt = '';
    let id = '';
    const post = async (path: string, form: Record<string, string>): Promise<{ jwt?: string }> => {
      const response = await fetch(`${apiUrl}/v1${path}?_is_native=1`, {
        method: 'POST',
        headers: clientToken === '' ? {} : { authorization: clientToken },
        body: new URLSearchParams(form),
      });
      clientToken = response.headers.get('authorization') ?? clientToken;
      const body = (await response.json()) as {
        jwt?: string;
        client?: { sessions: { id: string; last_active_token: { jwt: string } }[] };
      };
      const session = body.client?.sessions[0];
      id = session?.id ?? id;
      jwt = session?.last_active_token.jwt ?? jwt;
      return body;
    };
    await post('/client/sign_ins', { identifier: `${name}@example.com`, password });
    return {
      id,
      userId: sandbox.person(name),
      token: () => jwt,
      activate: async (organization) => {
        const active = organization === null ? '' : (organizations.get(organization) ?? '?');
        await post(`/client/sessions/${id}/touch`, { active_organization_id: active });
      },
      template: async (template) =>
        (await post(`/client/sessions/${id}/tokens/${template}`, {})).jwt ?? '',
    };
  };

  const call = async (
    method: string,
    path: string,
    token: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await fetch(`http://127.0.0.1:${backend.port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };

  return {
    sandbox,
    clerk,
    apiUrl,
    port: backend.port,
    organizations,
    database,
    signIn,
    call,
    end: async () => {
      await backend.close();
      await sandbox.end();
      folder.remove();
    },
  };
}
