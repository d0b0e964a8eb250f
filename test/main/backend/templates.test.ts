import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JwtTemplate, JwtTemplateList, UserPage } from '../../../shared/contract/http.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/** Templates and people, for operators: the real SDK against the real sandbox. */
describe('JWT templates', () => {
  let stage: Stage;
  let ada: Session;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
  });
  afterAll(() => stage.end());

  const create = async (name: string, more: object = {}): Promise<JwtTemplate> => {
    const claims = { Role: 'x', deep: { camelCase: '{{user.id}}' } };
    const made = await stage.call('POST', '/v1/templates', ada.token(), { name, claims, ...more });
    expect(made.status, made.text).toBe(201);
    expect(made.headers.get('etag')).toBe(made.body['etag']);
    return JwtTemplate.parse(made.body);
  };
  const patch = (template: JwtTemplate, body: object, etag = template.etag ?? '') =>
    stage.call('PATCH', `/v1/templates/${template.id}`, ada.token(), body, { 'if-match': etag });

  it('are made, changed in part and deleted, with the names of claims kept', async () => {
    const made = await create('first', { lifetime: 120, allowedClockSkew: 10 });
    expect(made).toMatchObject({
      claims: { Role: 'x', deep: { camelCase: '{{user.id}}' } },
      lifetime: 120,
      allowedClockSkew: 10,
      signingAlgorithm: 'RS256',
    });
    const minted = await ada.template('first');
    expect(minted.split('.')).toHaveLength(3);

    const changed = await patch(made, { lifetime: 300 });
    expect(changed.status, changed.text).toBe(200);
    const after = JwtTemplate.parse(changed.body);
    expect(after).toMatchObject({ name: 'first', claims: made.claims, lifetime: 300 });
    expect(after.etag).not.toBe(made.etag);
    const read = await stage.call('GET', `/v1/templates/${made.id}`, ada.token());
    expect(read.body).toEqual(changed.body);
    const listed = JwtTemplateList.parse(
      (await stage.call('GET', '/v1/templates', ada.token())).body,
    );
    expect(listed.data.find(({ id }) => id === made.id)?.etag).toBe(after.etag);

    const path = `/v1/templates/${made.id}`;
    const gone = await stage.call('DELETE', path, ada.token(), undefined, {
      'if-match': after.etag ?? '',
    });
    expect(gone.status, gone.text).toBe(204);
    expect((await stage.call('GET', path, ada.token())).status).toBe(404);
  });

  it('are not overwritten by somebody who has not seen the newest', async () => {
    const made = await create('raced');
    const blind = await stage.call('PATCH', `/v1/templates/${made.id}`, ada.token(), {
      lifetime: 90,
    });
    expect([blind.status, blind.body['code']]).toEqual([428, 'resource.precondition_required']);
    const both = await Promise.all([patch(made, { lifetime: 90 }), patch(made, { lifetime: 91 })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const lost = both.find(({ status }) => status === 412);
    const won = both.find(({ status }) => status === 200);
    expect(lost?.body['code']).toBe('resource.conflict');
    expect(lost?.headers.get('etag')).toBe(won?.headers.get('etag'));
  });

  it('are refused with what Clerk does not accept about them', async () => {
    await create('taken');
    const attempts: [object, number, string][] = [
      [{ name: 'taken', claims: {} }, 422, 'clerk.invalid'],
      [{ name: 'has spaces', claims: {} }, 422, 'clerk.invalid'],
      [{ name: 'reserved', claims: { iss: 'x' } }, 422, 'clerk.invalid'],
      [{ name: 'no-key', claims: {}, customSigningKey: true }, 422, 'clerk.invalid'],
      [{ name: 'short', claims: {}, lifetime: 29 }, 400, 'boundary.bad_input'],
      [{ name: 'text', claims: '{}' }, 400, 'boundary.bad_input'],
      [{ claims: {} }, 400, 'boundary.bad_input'],
    ];
    for (const [body, status, code] of attempts) {
      const answer = await stage.call('POST', '/v1/templates', ada.token(), body);
      expect([answer.status, answer.body['code']], answer.text).toEqual([status, code]);
      expect(answer.body['remedy'], answer.text).toBeTruthy();
      if (JSON.stringify(body).includes('iss')) expect(answer.body['title']).toContain('“iss”');
    }
  });

  it('take a signing key that never comes back', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const made = await create('own-key', {
      customSigningKey: true,
      signingAlgorithm: 'RS256',
      signingKey,
    });
    expect(made.customSigningKey).toBe(true);
    const read = await stage.call('GET', `/v1/templates/${made.id}`, ada.token());
    expect(read.text).not.toContain('PRIVATE KEY');
    expect(read.body).not.toHaveProperty('signingKey');

    const kept = JwtTemplate.parse((await patch(made, { lifetime: 90 })).body);
    expect(kept).toMatchObject({ customSigningKey: true, signingAlgorithm: 'RS256', lifetime: 90 });
    const bare = await patch(kept, { signingAlgorithm: 'HS256' });
    expect([bare.status, bare.body['code']], bare.text).toEqual([422, 'clerk.invalid']);
    const ended = JwtTemplate.parse((await patch(kept, { customSigningKey: false })).body);
    expect(ended).toMatchObject({ customSigningKey: false, lifetime: 90 });
  });

  it('are out of reach for an organization’s admin who is no operator', async () => {
    const grace = await stage.signIn('grace');
    for (const [method, path] of [
      ['POST', '/v1/templates'],
      ['GET', '/v1/users'],
    ] as const) {
      const body = method === 'POST' ? { name: 'x', claims: {} } : undefined;
      const answer = await stage.call(method, path, grace.token(), body);
      expect(answer.body['code']).toBe('auth.operator_required');
    }
  });

  it('find everybody with their organizations, page by page', async () => {
    const seen = new Map<string, number>();
    let cursor: string | null = null;
    let total = 0;
    do {
      const place: string = cursor === null ? '' : `&cursor=${cursor}`;
      const answer = await stage.call('GET', `/v1/users?limit=90${place}`, ada.token());
      const page = UserPage.parse(answer.body);
      expect(answer.text).not.toContain('private_metadata');
      expect(page.complete).toBe(true);
      for (const { user, memberships } of page.data) {
        seen.set(String(user['id']), memberships.length);
        for (const membership of memberships) {
          expect(membership).toMatchObject({ organization: { object: 'organization' } });
          expect(membership['permissions']).toBeInstanceOf(Array);
        }
      }
      ({ nextCursor: cursor, total } = page);
    } while (cursor !== null);
    expect(seen.size).toBe(total);
    const [person] = (await stage.clerk.users.getUserList({ query: 'ada@example.com' })).data;
    const places = await stage.clerk.users.getOrganizationMembershipList({
      userId: person?.id ?? '',
      limit: 100,
    });
    expect(seen.get(person?.id ?? '')).toBe(places.totalCount);

    const found = await stage.call('GET', '/v1/users?query=ada%40example.com', ada.token());
    expect(UserPage.parse(found.body).data).toHaveLength(1);
    const bad = await stage.call('GET', '/v1/users?cursor=bm90LW91cnM', ada.token());
    expect(bad.body['code']).toBe('boundary.bad_input');
  });
});
