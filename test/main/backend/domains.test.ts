import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditList, OrgDomain, OrgDomainList } from '../../../shared/contract/http.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/** Domains as an admin of the organization runs them: real backend, real SDK, real sandbox. */
describe('domains of an organization', () => {
  let stage: Stage;
  let ada: Session;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
  });
  afterAll(() => stage.end());

  const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    stage.call(method, path, ada.token(), body, headers);
  const add = async (name: string, more: object = {}): Promise<OrgDomain> => {
    const body = { name, enrollmentMode: 'manual_invitation', ...more };
    const made = await call('POST', '/v1/org/domains', body);
    expect(made.status, made.text).toBe(201);
    return OrgDomain.parse(made.body);
  };
  const list = async (query = ''): Promise<ReturnType<typeof OrgDomainList.parse>> =>
    OrgDomainList.parse((await call('GET', `/v1/org/domains${query}`)).body);

  it('are added, verified or not, and listed page by page', async () => {
    const before = (await list()).total;
    const sure = await add('Robots.Example', { verified: true });
    expect(sure).toMatchObject({ name: 'robots.example', verified: true });
    const unsure = await add('parts.example');
    expect(unsure.verified).toBe(false);
    const first = await list('?limit=1');
    expect(first.total).toBe(before + 2);
    const second = await list(`?limit=1&cursor=${first.nextCursor}`);
    expect(second.data[0]?.id).not.toBe(first.data[0]?.id);
    const log = AuditList.parse((await call('GET', '/v1/org/audit?action=domain.create')).body);
    expect(log.data.map(({ target }) => target)).toEqual([unsure.id, sure.id]);
  });

  it('are changed and deleted by who has seen the newest', async () => {
    const domain = await add('lab.example');
    const path = `/v1/org/domains/${domain.id}`;
    const patch = { enrollmentMode: 'automatic_invitation' };
    expect((await call('PATCH', path, patch)).status).toBe(428);
    const changed = await call('PATCH', path, patch, { 'if-match': domain.etag });
    expect(changed.body, changed.text).toMatchObject(patch);
    const late = await call('DELETE', path, undefined, { 'if-match': domain.etag });
    expect([late.status, late.body['code']]).toEqual([412, 'resource.conflict']);
    const match = { 'if-match': late.headers.get('etag') ?? '' };
    expect((await call('DELETE', path, undefined, match)).status).toBe(204);
    const gone = await call('DELETE', path, undefined, match);
    expect([gone.status, gone.body['code']]).toEqual([404, 'resource.not_found']);
  });

  it('are refused in our words', async () => {
    await add('once.example');
    const refused = async (body: object): Promise<unknown[]> => {
      const answer = await call('POST', '/v1/org/domains', {
        enrollmentMode: 'manual_invitation',
        ...body,
      });
      return [answer.status, answer.body['title']];
    };
    expect(await refused({ name: 'once.example' })).toEqual([
      422,
      'The organization has this domain already.',
    ]);
    expect(await refused({ name: 'gmail.com' })).toEqual([
      422,
      'Clerk does not take this domain: anybody can have an address there.',
    ]);
    for (const name of [
      '',
      'nodot',
      '-a.example',
      'a..example',
      'a.example/x',
      `${'a'.repeat(64)}.de`,
    ]) {
      expect((await refused({ name }))[0], name).toBe(400);
    }
    expect((await refused({ name: 'x.example', enrollmentMode: 'open' }))[0]).toBe(400);
  });

  it('are vouched for by operators alone: an admin has them verified by email', async () => {
    const grace = await stage.signIn('grace');
    await stage.clerk.organizations.updateOrganizationMembership({
      organizationId: stage.organizations.get('Acme Robotics') ?? '',
      userId: grace.userId,
      role: 'org:admin',
    });
    await grace.activate('Acme Robotics');
    const ask = (method: string, path: string, body: object, headers = {}) =>
      stage.call(method, path, grace.token(), body, headers);
    const body = { name: 'bank.example', enrollmentMode: 'automatic_invitation' };
    const vouched = await ask('POST', '/v1/org/domains', { ...body, verified: true });
    expect([vouched.status, vouched.body['code']]).toEqual([403, 'auth.operator_required']);
    const made = await ask('POST', '/v1/org/domains', body);
    expect(made.body, made.text).toMatchObject({ verified: false });
    const path = `/v1/org/domains/${String(made.body['id'])}`;
    const match = { 'if-match': String(made.body['etag']) };
    const late = await ask('PATCH', path, { verified: true }, match);
    expect([late.status, late.body['code']]).toEqual([403, 'auth.operator_required']);
    expect((await call('PATCH', path, { verified: true }, match)).body).toMatchObject({
      verified: true,
    });
    await stage.clerk.organizations.updateOrganizationMembership({
      organizationId: stage.organizations.get('Acme Robotics') ?? '',
      userId: grace.userId,
      role: 'org:member',
    });
  });

  it('belong to one organization: an id from another answers as one that does not exist', async () => {
    const domain = await add('mine.example');
    const path = `/v1/org/domains/${domain.id}`;
    await ada.activate('Initech Labs');
    const foreign = await call('DELETE', path, undefined, { 'if-match': domain.etag });
    await ada.activate('Acme Robotics');
    expect([foreign.status, foreign.body['code']]).toEqual([404, 'resource.not_found']);
    const grace = await stage.signIn('grace');
    await grace.activate('Acme Robotics');
    const denied = await stage.call('GET', '/v1/org/domains', grace.token());
    expect([denied.status, denied.body['code']]).toEqual([403, 'auth.denied']);
  });
});
