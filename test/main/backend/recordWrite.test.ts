import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../../main/backend/store/openSqlite.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import { makeFolder, startTestBackend } from './support/backend.ts';
import { ada, grace } from './support/people.ts';

it('says that a change was made when only the log could not be written, and does not make it twice', async () => {
  const folder = makeFolder();
  const store = await openSqliteStore({ file: join(folder.path, 'full.sqlite') });
  const full = new AppException(appError('store.unavailable', 'The disk is full.'));
  const on = await startTestBackend({
    store: { ...store, recordAudit: () => Promise.reject(full) },
  });
  const change = () =>
    on.call('PATCH', `/v1/org/members/${grace.userId}`, {
      token: on.clerk.mint(ada),
      headers: { 'idempotency-key': 'once' },
      body: { role: 'org:editor' },
    });
  const first = await change();
  expect([first.status, first.body['code']]).toEqual([503, 'store.unrecorded']);
  expect(first.body['details']).toEqual({ action: 'member.role.change', target: grace.userId });
  expect(on.clerk.roles.get('org_acme user_grace')).toBe('org:editor');
  const again = await change();
  expect([again.status, again.body['code']]).toEqual([409, 'resource.in_progress']);
  await on.close();
  folder.remove();
});

it('leaves no row of what Clerk refused', async () => {
  const on = await startTestBackend();
  on.clerk.fault = (_path, method) =>
    method === 'PATCH'
      ? { status: 422, body: { errors: [{ code: 'form_param_value_invalid' }] } }
      : null;
  const refused = await on.call('PATCH', `/v1/org/members/${grace.userId}`, {
    token: on.clerk.mint(ada),
    body: { role: 'org:editor' },
  });
  expect([refused.status, refused.body['code']]).toEqual([422, 'clerk.invalid']);
  expect((await on.store.listAudit('org:org_acme', 5)).data).toEqual([]);
  await on.close();
});
