import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBackend } from '../../../main/backend/start.ts';
import { makeFolder } from './support/backend.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/**
 * Two copies of the backend know nothing of each other's queues. Between them the guards are a second look right
 * before the write, and Clerk's own: nobody takes the last one away who can run the organization.
 */
let stage: Stage;
let ada: Session;
let grace: Session;
let orgId: string;
let other: { readonly port: number; close(): Promise<void> };
const folder = makeFolder();

beforeAll(async () => {
  stage = await startStage();
  const { publishableKey, secretKey, issuer } = stage.sandbox;
  other = await startBackend(
    {
      port: 0,
      database: join(folder.path, 'other.sqlite'),
      publishableKey,
      secretKey,
      issuer,
      apiUrl: stage.apiUrl,
      operators: [],
      authorizedParties: [],
    },
    { level: 'silent' },
  );
  orgId = stage.organizations.get('Acme Robotics') ?? '';
  [ada, grace] = [await stage.signIn('ada'), await stage.signIn('grace')];
});
afterAll(async () => {
  await other.close();
  await stage.end();
  folder.remove();
});

const admins = async (): Promise<string[]> => {
  const page = { organizationId: orgId, role: ['org:admin'], limit: 10 };
  const { data } = await stage.clerk.organizations.getOrganizationMembershipList(page);
  return data.map((member) => member.publicUserData?.userId ?? '');
};
const demote = async (port: number, by: Session, who: Session): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${port}/v1/org/members/${who.userId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${by.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'org:member' }),
  });
  await response.arrayBuffer();
  return response.status;
};

it('leaves an admin when two demote each other through two copies', async () => {
  for (let round = 0; round < 5; round += 1) {
    for (const { userId } of [ada, grace]) {
      if ((await admins()).includes(userId)) continue;
      const role = { organizationId: orgId, userId, role: 'org:admin' };
      await stage.clerk.organizations.updateOrganizationMembership(role);
    }
    await ada.activate('Acme Robotics');
    await grace.activate('Acme Robotics');
    const statuses = await Promise.all([
      demote(stage.port, ada, grace),
      demote(other.port, grace, ada),
    ]);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await admins()).toHaveLength(1);
  }
});
