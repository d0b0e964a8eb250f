import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  JwtTemplate,
  TemplateHistory,
  type TemplateVersion,
} from '../../../shared/contract/http.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/** Versions of templates: the real SDK against the real sandbox, and everything restored by ordinary writes. */
describe('the history of templates', () => {
  let stage: Stage;
  let ada: Session;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
  });
  afterAll(() => stage.end());

  const history = async (query: string): Promise<TemplateHistory> => {
    const answer = await stage.call('GET', `/v1/templates/history?${query}`, ada.token());
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).not.toContain('PRIVATE KEY');
    return TemplateHistory.parse(answer.body);
  };
  const read = async (id: string): Promise<JwtTemplate> =>
    JwtTemplate.parse((await stage.call('GET', `/v1/templates/${id}`, ada.token())).body);
  const create = async (body: object): Promise<JwtTemplate> => {
    const made = await stage.call('POST', '/v1/templates', ada.token(), body);
    expect(made.status, made.text).toBe(201);
    return JwtTemplate.parse(made.body);
  };
  const patch = async (id: string, body: object): Promise<JwtTemplate> => {
    const { etag = '' } = await read(id);
    const changed = await stage.call('PATCH', `/v1/templates/${id}`, ada.token(), body, {
      'if-match': etag,
    });
    expect(changed.status, changed.text).toBe(200);
    return JwtTemplate.parse(changed.body);
  };
  const remove = async (id: string): Promise<void> => {
    const { etag = '' } = await read(id);
    const headers = { 'if-match': etag };
    const gone = await stage.call('DELETE', `/v1/templates/${id}`, ada.token(), undefined, headers);
    expect(gone.status, gone.text).toBe(204);
  };
  const kinds = (versions: readonly TemplateVersion[]): string[] =>
    versions.map(({ action }) => action);

  it('begins with what the first write found, which can be restored', async () => {
    const listed = await stage.clerk.jwtTemplates.list();
    const seeded = listed.data.find(({ name }) => name === 'hasura');
    const before = await read(seeded?.id ?? '');
    await patch(before.id, { lifetime: 90 });
    await patch(before.id, { claims: { other: true }, allowedClockSkew: 20 });
    const { data, nextCursor } = await history(`id=${before.id}`);
    expect(nextCursor).toBeNull();
    expect(data.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['update', ada.userId],
      ['update', ada.userId],
      ['found', null],
    ]);
    const first = data.at(-1)?.template;
    const { claims, lifetime, allowedClockSkew, signingAlgorithm } = before;
    expect(first).toEqual({
      name: 'hasura',
      claims,
      lifetime,
      allowedClockSkew,
      customSigningKey: false,
      signingAlgorithm,
    });

    const restored = await patch(before.id, { ...first });
    expect(restored).toMatchObject({ ...first });
    expect(kinds((await history(`id=${before.id}`)).data)).toEqual([
      'update',
      'update',
      'update',
      'found',
    ]);
  });

  it('keeps what was deleted, and follows the name to the one made anew', async () => {
    const claims = { who: '{{user.id}}', deep: { Camel_Case: [1, null, 'x'] } };
    const made = await create({ name: 'short-lived', claims, lifetime: 120 });
    await remove(made.id);
    const [deleted, created] = (await history('name=short-lived')).data;
    expect([deleted?.action, created?.action]).toEqual(['delete', 'create']);
    expect(deleted?.template).toMatchObject({ claims, lifetime: 120 });
    expect(deleted?.template).toEqual(created?.template);
    expect((await history('')).data).toContainEqual(deleted);

    // As a page would: without what only a key of one's own needs.
    const {
      customSigningKey: _custom,
      signingAlgorithm: _algorithm,
      ...fields
    } = deleted?.template ?? { name: '', claims: {} };
    const again = await create(fields);
    expect(again).toMatchObject({ name: 'short-lived', claims, lifetime: 120 });
    await patch(again.id, { name: 'renamed' });
    const byName = await history('name=short-lived');
    expect(byName.data.map(({ action, templateId }) => [action, templateId])).toEqual([
      ['update', again.id],
      ['create', again.id],
      ['delete', made.id],
      ['create', made.id],
    ]);
    expect(kinds((await history('name=renamed')).data)).toEqual(['update']);
  });

  it('shows what the Dashboard did in between as found', async () => {
    const made = await create({ name: 'both-ways', claims: { step: 1 } });
    await stage.clerk.jwtTemplates.update({
      templateId: made.id,
      name: 'both-ways',
      claims: { step: 2 },
      lifetime: 1_000,
    });
    await patch(made.id, { claims: { step: 3 } });
    const { data } = await history(`id=${made.id}`);
    expect(
      data.map(({ action, template }) => [action, template.claims, template.lifetime]),
    ).toEqual([
      ['update', { step: 3 }, 1_000],
      ['found', { step: 2 }, 1_000],
      ['create', { step: 1 }, 60],
    ]);
    // Also when the page ends between the two writes.
    const first = await history(`id=${made.id}&limit=1`);
    expect(kinds(first.data)).toEqual(['update', 'found']);
    const second = await history(`id=${made.id}&limit=1&cursor=${first.nextCursor}`);
    expect(kinds(second.data)).toEqual(['create']);
    expect(second.nextCursor).toBeNull();
  });

  it('never holds a signing key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const made = await create({
      name: 'own-key',
      claims: {},
      customSigningKey: true,
      signingAlgorithm: 'RS256',
      signingKey,
    });
    await patch(made.id, { lifetime: 70, signingKey });
    await remove(made.id);
    const { data } = await history(`id=${made.id}`);
    expect(kinds(data)).toEqual(['delete', 'update', 'create']);
    expect(data[0]?.template).toMatchObject({ customSigningKey: true, signingAlgorithm: 'RS256' });
    expect(data[0]?.template).not.toHaveProperty('signingKey');
    const audit = await stage.call('GET', '/v1/audit?limit=100', ada.token());
    expect(audit.text).not.toContain('PRIVATE KEY');
  });

  it('gives the same versions page by page', async () => {
    const whole = await history('limit=100');
    expect(whole.nextCursor).toBeNull();
    const paged: TemplateVersion[] = [];
    let cursor: string | null = null;
    do {
      const place: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = await history(`limit=2${place}`);
      paged.push(...page.data);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole.data);
    const ids = new Set(whole.data.map(({ id }) => id));
    expect(ids.size).toBe(whole.data.length);
    expect(whole.data.every(({ atMs }, at) => atMs <= (whole.data[at - 1]?.atMs ?? atMs))).toBe(
      true,
    );
  });

  it('is empty for what never was, and refuses what it cannot read', async () => {
    expect(await history('id=jtmp_never')).toEqual({ data: [], nextCursor: null });
    expect(await history('name=never')).toEqual({ data: [], nextCursor: null });
    for (const query of ['cursor=bm90LW91cnM', 'limit=0', 'limit=101', 'name=', 'other=1']) {
      const answer = await stage.call('GET', `/v1/templates/history?${query}`, ada.token());
      expect([answer.status, answer.body['code']], query).toEqual([400, 'boundary.bad_input']);
      expect(answer.body['remedy']).toBeTruthy();
    }
  });
});
