import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditList, SettingsHistory } from '../../../shared/contract/http.ts';
import { startTestBackend, type TestBackend } from './support/backend.ts';
import { ada, edith, grace, katherine } from './support/people.ts';

const PATH = '/v1/org/settings';
const settings = { displayName: 'Acme', dataRetentionDays: 30 };

describe('organization settings', () => {
  let on: TestBackend;
  beforeAll(async () => {
    on = await startTestBackend();
  });
  afterAll(() => on.close());

  it('shows the defaults as version 0 until something is saved', async () => {
    const token = on.clerk.mint(edith, { orgId: 'org_globex' });
    const answer = await on.call('GET', PATH, { token });
    expect(answer.status).toBe(200);
    expect(answer.headers['etag']).toMatch(/^"0-[\w-]{24}"$/);
    expect(answer.body).toMatchObject({
      version: 0,
      updatedAtMs: null,
      canWrite: true,
      settings: { dataRetentionDays: 365 },
    });
  });

  it('creates, replaces by version, and keeps history and audit rows of each save', async () => {
    const token = on.clerk.mint(ada);
    const created = await on.call('PUT', PATH, {
      token,
      body: settings,
      headers: { 'if-none-match': '*' },
    });
    expect(created.status).toBe(200);
    expect(created.headers['etag']).toBe('"1"');
    expect(created.body).toMatchObject({ version: 1, updatedBy: ada.userId, canWrite: true });

    const replaced = await on.call('PUT', PATH, {
      token,
      body: { ...settings, displayName: 'Acme Robotics' },
      headers: { 'if-match': '"1"' },
    });
    expect(replaced.body).toMatchObject({ version: 2, settings: { displayName: 'Acme Robotics' } });

    const history = await on.store.settingsHistory('org:org_acme', 10);
    expect(history.map((record) => record.version)).toEqual([2, 1]);
    const { data: audit } = await on.store.listAudit('org:org_acme', 10);
    expect(audit).toHaveLength(2);
    const saved = audit.find((row) => row.before !== null);
    expect(saved).toMatchObject({
      action: 'settings.save',
      actorId: ada.userId,
      requestId: replaced.headers['x-request-id'],
      before: { displayName: 'Acme' },
      after: { displayName: 'Acme Robotics' },
    });
  });

  it('asks for a condition, and tells a lost race the current version', async () => {
    const token = on.clerk.mint(ada);
    const blind = await on.call('PUT', PATH, { token, body: settings });
    expect(blind.status).toBe(428);
    expect(blind.body['code']).toBe('resource.precondition_required');

    for (const headers of [
      { 'if-match': '"1"' },
      { 'if-none-match': '*' },
      { 'if-match': 'W/"2"' },
    ]) {
      const lost = await on.call('PUT', PATH, { token, body: settings, headers });
      expect(lost.status, JSON.stringify(headers)).toBe(412);
      expect(lost.body).toMatchObject({ code: 'resource.conflict', currentVersion: 2 });
      expect(lost.headers['etag']).toBe('"2"');
    }
    const foolish = await on.call('PUT', PATH, {
      token,
      body: settings,
      headers: { 'if-match': 'two' },
    });
    expect(foolish.status).toBe(400);
  });

  it('lets exactly one of many simultaneous saves of one version win', async () => {
    const token = on.clerk.mint(ada);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        on.call('PUT', PATH, {
          token,
          body: { displayName: `Save ${at}` },
          headers: { 'if-match': '"2"' },
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort((left, right) => left - right);
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  });

  it('answers 304 to who has the version already', async () => {
    const token = on.clerk.mint(grace);
    const first = await on.call('GET', PATH, { token });
    const etag = String(first.headers['etag']);
    const again = await on.call('GET', PATH, { token, headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    const other = await on.call('GET', PATH, { token, headers: { 'if-none-match': '"1"' } });
    expect(other.status).toBe(200);
  });

  it('never answers 304 to a tag of another organization, or of who may do something else', async () => {
    const read = (token: string, tag?: string) =>
      on.call('GET', PATH, {
        token,
        ...(tag === undefined ? {} : { headers: { 'if-none-match': tag } }),
      });
    const globex = on.clerk.mint(edith, { orgId: 'org_globex' });
    const theirs = String((await read(globex)).headers['etag']);
    expect((await read(globex, theirs)).status).toBe(304);
    const acme = on.clerk.mint(edith);
    const { version } = (await read(acme)).body;
    expect((await read(acme, theirs.replace(/^"\d+/, `"${String(version)}`))).status).toBe(200);
    const mine = String((await read(acme)).headers['etag']);
    expect((await read(on.clerk.mint(grace), mine)).status).toBe(200);
  });

  it('takes the tag that was read for a write, of the same organization only', async () => {
    const token = on.clerk.mint(ada);
    const read = await on.call('GET', PATH, { token });
    const tag = String(read.headers['etag']);
    const put = (ifMatch: string) =>
      on.call('PUT', PATH, { token, body: settings, headers: { 'if-match': ifMatch } });
    const foreign = await put(tag.replace(/-.*/, `-${'x'.repeat(24)}"`));
    expect(foreign.status).toBe(412);
    expect((await put(tag)).status).toBe(200);
  });

  it('lets a custom permission write too, and tells a member why not', async () => {
    const editor = await on.call('GET', PATH, { token: on.clerk.mint(edith) });
    expect(editor.body).toMatchObject({ canWrite: true, whyNot: null });

    const token = on.clerk.mint(grace);
    const member = await on.call('GET', PATH, { token });
    expect(member.body).toMatchObject({ canWrite: false });
    expect(String(member.body['whyNot'])).toContain('org:settings:manage');

    const refused = await on.call('PUT', PATH, {
      token,
      body: settings,
      headers: { 'if-none-match': '*' },
    });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'auth.denied', status: 403 });
    expect(String(refused.body['title'])).toContain('org:member');
    expect(refused.body['failed']).toEqual([
      expect.objectContaining({ dimension: 'organization', requirement: 'the role org:admin' }),
      expect.objectContaining({ requirement: 'the permission org:settings:manage' }),
    ]);
    expect(refused.text).not.toContain(token.slice(-40));
  });

  it('needs an organization', async () => {
    const token = on.clerk.mint(katherine, { orgId: null });
    for (const [method, extra] of [
      ['GET', {}],
      ['PUT', { body: settings, headers: { 'if-none-match': '*' } }],
    ] as const) {
      const answer = await on.call(method, PATH, { token, ...extra });
      expect(answer.status).toBe(403);
      expect(answer.body['code']).toBe('auth.organization_required');
    }
  });

  it('keeps organizations apart', async () => {
    const answer = await on.call('GET', PATH, {
      token: on.clerk.mint(edith, { orgId: 'org_globex' }),
    });
    expect(answer.body['version']).toBe(0);
  });

  it('names the field that is wrong', async () => {
    const token = on.clerk.mint(ada);
    const answer = await on.call('PUT', PATH, {
      token,
      body: { dataRetentionDays: 0, unknownKey: 1 },
      headers: { 'if-match': '"3"' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'boundary.bad_input' });
  });

  it('holds sections and free-form JSON, and refuses what they may not hold', async () => {
    const token = on.clerk.mint(edith, { orgId: 'org_globex' });
    const custom = { pricing: { tiers: [1, 2, { deep: true }] } };
    const body = {
      displayName: 'Globex',
      general: { timeZone: 'Europe/Zurich' },
      featureFlags: { 'new-editor': true },
      notifications: { recipients: ['ops@example.com'] },
      custom,
    };
    const saved = await on.call('PUT', PATH, { token, body, headers: { 'if-none-match': '*' } });
    expect(saved.status, saved.text).toBe(200);
    expect(saved.body['settings']).toMatchObject({
      ...body,
      general: { timeZone: 'Europe/Zurich', locale: 'en' },
      branding: { theme: 'auto', logoUrl: '' },
      dataRetention: { auditLogDays: 365 },
    });
    const nested = (depth: number): unknown =>
      JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
    const refused: [string, object, RegExp][] = [
      ['too large', { custom: { text: 'é'.repeat(33_000) } }, /64 KB/],
      ['too deep', { custom: { deep: nested(500) } }, /64 levels/],
      ['no object', { custom: [1] }, /custom/],
      ['an unknown section', { other: {} }, /other|recognized/i],
      ['an unknown key in a section', { branding: { logo: 'x' } }, /branding|recognized/i],
      ['a flag that is no switch', { featureFlags: { a: 'yes' } }, /featureFlags/],
      ['a script as a logo', { branding: { logoUrl: 'javascript:alert(1)' } }, /logoUrl/],
    ];
    for (const [what, changes, says] of refused) {
      const headers = { 'if-match': '"1"' };
      const answer = await on.call('PUT', PATH, { token, body: changes, headers });
      expect([answer.status, answer.body['code']], what).toEqual([400, 'boundary.bad_input']);
      expect(answer.text, what).toMatch(says);
    }
  });

  it('lists earlier versions page by page, and restores one as the newest', async () => {
    const token = on.clerk.mint(edith, { orgId: 'org_globex' });
    const read = await on.call('GET', PATH, { token });
    let version = Number(read.body['version']);
    const first = version;
    for (const displayName of ['Second', 'Third']) {
      const headers = version === 0 ? { 'if-none-match': '*' } : { 'if-match': `"${version}"` };
      const saved = await on.call('PUT', PATH, { token, body: { displayName }, headers });
      version = Number(saved.body['version']);
    }
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = SettingsHistory.parse(
        (await on.call('GET', `${PATH}/history?limit=1${cursor}`, { token })).body,
      );
      seen.push(...page.data.map((row) => row.version));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(Array.from({ length: version }, (_, at) => version - at));

    const restore = (of: number, ifMatch?: string) =>
      on.call('POST', `${PATH}/history/${of}/restore`, {
        token,
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      });
    const wanted = first + 1;
    expect((await restore(wanted)).status).toBe(428);
    const late = await restore(wanted, `"${version - 1}"`);
    expect([late.status, late.headers['etag']]).toEqual([412, `"${version}"`]);
    expect((await restore(999, `"${version}"`)).status).toBe(404);
    const restored = await restore(wanted, `"${version}"`);
    expect(restored.body).toMatchObject({
      version: version + 1,
      settings: { displayName: 'Second' },
    });
    const log = AuditList.parse(
      (await on.call('GET', '/v1/org/audit?action=settings.restore', { token })).body,
    );
    expect(log.data).toHaveLength(1);
    expect(log.data[0]).toMatchObject({ actorId: edith.userId, target: 'org:org_globex' });
    const other = AuditList.parse((await on.call('GET', '/v1/org/audit?limit=1', { token })).body);
    expect(other.nextCursor).not.toBeNull();
  });
});
