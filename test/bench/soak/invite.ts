/** Invites somebody new and takes it back: the one step whose trace the sandbox keeps, as Clerk keeps it. */
import { randomUUID } from 'node:crypto';
import type { Cast } from './traffic.ts';

/** Whether it went through; a change of keys in between may refuse it. */
export async function inviteAndRevoke({ url, admin, organizationId }: Cast): Promise<boolean> {
  const send = async (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await admin.token(organizationId)}`,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const emailAddress = `${randomUUID()}@soak.example.com`;
  const invited = await send('POST', '/v1/org/invitations', {
    invitations: [{ emailAddress, role: 'org:member' }],
  });
  const { data } = (await invited.json()) as {
    data?: readonly { readonly invitation: { readonly id: string } | null }[];
  };
  const id = data?.[0]?.invitation?.id;
  if (id === undefined) return false;
  const revoked = await send('DELETE', `/v1/org/invitations/${id}`);
  await revoked.arrayBuffer();
  return revoked.ok;
}
