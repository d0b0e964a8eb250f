import { createClerkClient, type ClerkClient } from '@clerk/backend';
import type { SandboxOptions } from '../../../main/sandbox/createSandbox.ts';
import { startSandbox, type Running } from './kit.ts';

/** A listening sandbox with a server's SDK pointed at it. */
export interface Serving {
  readonly sandbox: Running;
  readonly url: string;
  readonly clerk: ClerkClient;
  /** Id of the organization `acme-robotics` of the seed. */
  readonly acme: string;
}

export async function serve(options: Partial<SandboxOptions> = {}): Promise<Serving> {
  const sandbox = await startSandbox(options);
  const url = await sandbox.listen();
  const clerk = createClerkClient({
    secretKey: sandbox.secretKey,
    publishableKey: sandbox.publishableKey,
    apiUrl: url,
    telemetry: { disabled: true },
  });
  const acme = (await clerk.organizations.getOrganization({ slug: 'acme-robotics' })).id;
  return { sandbox, url, clerk, acme };
}

/** The refusal of a call: status, code and field. */
export async function refusal(call: Promise<unknown>): Promise<unknown[]> {
  const failure: unknown = await call.then(
    () => null,
    (cause: unknown) => cause,
  );
  const { status, errors } = failure as {
    status: number;
    errors: { code: string; meta?: { paramName?: string } }[];
  };
  return [status, errors[0]?.code, errors[0]?.meta?.paramName];
}
