import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditList,
  Problem,
  SessionClaims,
  SessionClaimsHistory,
} from '../../../shared/contract/http.ts';
import { createClerkApi } from '../../../main/clerk/client.ts';
import { claimsOf } from '../sandbox/kit.ts';
import { startTestBackend } from './support/backend.ts';
import { PUBLISHABLE_KEY, SECRET_KEY } from './support/fakeClerk.ts';
import { ada as fakeAda, grace as fakeGrace } from './support/people.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

const PATH = '/v1/session-claims';

describe('the custom claims of the session token, on the sandbox', () => {
  let stage: Stage;
  let ada: Session;
  beforeAll(async () => {
    stage = await startStage();
    ada = await stage.signIn('ada');
    await ada.activate('Acme Robotics');
  });
  afterAll(() => stage.end());

  const read = async (): Promise<SessionClaims> => {
    const answer = await stage.call('GET', PATH, ada.token());
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get('etag')).toBe(answer.body['etag']);
    return SessionClaims.parse(answer.body);
  };
  const put = (claims: unknown, etag?: string | null) =>
    stage.call(
      'PUT',
      PATH,
      ada.token(),
      { claims },
      etag === undefined || etag === null ? {} : { 'if-match': etag },
    );
  const history = async (query = ''): Promise<SessionClaimsHistory> => {
    const answer = await stage.call('GET', `${PATH}/history${query}`, ada.token());
    expect(answer.status, answer.text).toBe(200);
    return SessionClaimsHistory.parse(answer.body);
  };

  it('are in the very next token after a save, and every version can be had again', async () => {
    const found = await read();
    expect(found).toMatchObject({ source: 'instance', updatedAtMs: null });
    expect((await history()).data).toEqual([]);

    const claims = { city: 'Zürich', mail: '{{user.primary_email_address}}', n: 7 };
    const saved = await put(claims, found.etag);
    expect(saved.status, saved.text).toBe(200);
    const first = SessionClaims.parse(saved.body);
    expect(first).toMatchObject({ claims, source: 'instance' });
    expect(first.etag).not.toBe(found.etag);
    expect(first.updatedAtMs).toBeGreaterThan(0);
    expect(await read()).toEqual(first);

    // Minted through the Frontend API, and through the Backend API by the SDK.
    await ada.activate('Acme Robotics');
    const made = { city: 'Zürich', mail: 'ada@example.com', n: 7 };
    expect(claimsOf(ada.token())).toMatchObject(made);
    const { jwt } = await stage.clerk.sessions.getToken(ada.id);
    expect(claimsOf(jwt)).toMatchObject({ ...made, sid: ada.id, v: 2 });
    for (const name of Object.keys(found.claims ?? {})) {
      expect(claimsOf(ada.token())).not.toHaveProperty(name);
    }

    expect((await put({}, first.etag)).status).toBe(200);
    await ada.activate('Acme Robotics');
    expect(claimsOf(ada.token())).not.toHaveProperty('city');

    const all = await history();
    expect(all.data.map(({ action, actorId, claims: was }) => [action, actorId, was])).toEqual([
      ['update', ada.userId, {}],
      ['update', ada.userId, claims],
      ['found', null, found.claims],
    ]);
    expect(new Set(all.data.map(({ id }) => id)).size).toBe(3);
    const newest = await history('?limit=1');
    expect(newest.data).toEqual(all.data.slice(0, 1));
    const rest = await history(`?limit=1&cursor=${newest.nextCursor}`);
    expect(rest).toEqual({ data: all.data.slice(1), nextCursor: null });

    const audit = await stage.call('GET', '/v1/audit?action=session_claims.update', ada.token());
    expect(AuditList.parse(audit.body).data[1]).toMatchObject({
      action: 'session_claims.update',
      actorId: ada.userId,
      before: { claims: found.claims },
      after: { claims },
    });
  });

  it('show what was changed past this backend as a version that was found', async () => {
    const { etag } = await read();
    expect((await put({ by: 'us' }, etag)).status).toBe(200);
    const elsewhere = await fetch(`${stage.apiUrl}/v1/sandbox/session_token_claims`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${stage.sandbox.secretKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ claims: { by: 'somebody else' } }),
    });
    expect(elsewhere.status).toBe(200);
    expect((await put({ by: 'us again' }, (await read()).etag)).status).toBe(200);
    const [newest, found, older] = (await history('?limit=2')).data;
    expect([newest?.action, found?.action, older?.action]).toEqual(['update', 'found', 'update']);
    expect(found).toMatchObject({ actorId: null, claims: { by: 'somebody else' } });
  });

  it('are not overwritten by somebody who has not seen the newest', async () => {
    const { etag } = await read();
    for (const blind of [undefined, '*']) {
      const answer = await put({ a: 1 }, blind);
      expect([answer.status, answer.body['code']]).toEqual([428, 'resource.precondition_required']);
    }
    const both = await Promise.all([put({ who: 1 }, etag), put({ who: 2 }, etag)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const lost = both.find(({ status }) => status === 412);
    const won = both.find(({ status }) => status === 200);
    expect(lost?.body['code']).toBe('resource.conflict');
    expect(lost?.headers.get('etag')).toBe(won?.headers.get('etag'));
    expect((await read()).claims).toEqual(won?.body['claims']);
  });

  it('are refused when a token could not carry them', async () => {
    const before = await read();
    const attempts: [unknown, number, string][] = [
      [{ sub: 'user_x' }, 422, 'clerk.invalid'],
      [{ o: { id: 'org_x' } }, 422, 'clerk.invalid'],
      [{ fea: 'o:everything' }, 422, 'clerk.invalid'],
      ['{}', 400, 'boundary.bad_input'],
      [[], 400, 'boundary.bad_input'],
      [null, 400, 'boundary.bad_input'],
      [undefined, 400, 'boundary.bad_input'],
      [{ long: 'x'.repeat(8 * 1024) }, 400, 'boundary.bad_input'],
      [{ long: 'x'.repeat(200 * 1024) }, 413, 'boundary.too_large'],
      [JSON.parse(nested(65)), 400, 'boundary.bad_input'],
    ];
    for (const [claims, status, code] of attempts) {
      const answer = await put(claims, before.etag);
      expect([answer.status, answer.body['code']], answer.text).toEqual([status, code]);
      const problem = Problem.parse(answer.body);
      expect(problem.title).toMatch(/\.$/);
      expect(problem.remedy).toMatch(/\.$/);
    }
    expect((await put({ ok: 1, sub: 'user_x' }, before.etag)).body).toMatchObject({
      title: 'Clerk keeps the claim “sub” for itself.',
      details: { claim: 'sub', upstream: 'jwt_template_reserved_claim' },
    });
    // As text: what no honest client would print.
    for (const text of ['{"__proto__":{"polluted":true}}', nested(20_000), '{"a":1', '']) {
      const answer = await fetch(`http://127.0.0.1:${stage.port}${PATH}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${ada.token()}`,
          'content-type': 'application/json',
          'if-match': before.etag ?? '',
        },
        body: `{"claims":${text}}`,
      });
      const problem = Problem.parse(await answer.json());
      expect([answer.status, problem.code]).toEqual([400, 'boundary.bad_input']);
      expect(problem.remedy).toBeTruthy();
    }
    expect(await read()).toEqual(before);
  });

  it('take odd but honest claims as they are', async () => {
    const claims = {
      '': 'empty name',
      constructor: '{{user.id}}',
      toString: "{{ user.nope || 'none' }}",
      'org_id ': '{{org.id}}',
      text: '{{{{ unbalanced }} \u0000 \ud800 <script>',
      role: 'authenticated',
      aud: ['a', 'b'],
    };
    const saved = await put(claims, (await read()).etag);
    expect(saved.status, saved.text).toBe(200);
    expect((await read()).claims).toEqual(JSON.parse(JSON.stringify(claims)));
    await ada.activate('Acme Robotics');
    expect(claimsOf(ada.token())).toMatchObject({
      '': 'empty name',
      constructor: ada.userId,
      toString: 'none',
      aud: ['a', 'b'],
    });
  });

  it('leave a trace when Clerk’s answer is lost, and are found by the next save', async () => {
    const { etag } = await read();
    stage.sandbox.faults.inject({
      route: 'PUT /sandbox/session_token_claims',
      kind: 'lost',
      times: 1,
    });
    const lost = await put({ lost: true }, etag);
    expect([lost.status, lost.body['code']], lost.text).toEqual([503, 'clerk.outcome_unknown']);
    const found = await read();
    expect(found.claims).toEqual({ lost: true });
    const audit = await stage.call('GET', '/v1/audit?limit=1', ada.token());
    expect(AuditList.parse(audit.body).data[0]).toMatchObject({
      action: 'session_claims.update',
      after: { outcome: 'unknown', asked: { claims: { lost: true } } },
    });
    expect((await history('?limit=1')).data[0]?.claims).not.toEqual({ lost: true });
    expect((await put({ lost: false }, found.etag)).status).toBe(200);
    expect((await history('?limit=1')).data).toMatchObject([
      { action: 'update', claims: { lost: false } },
      { action: 'found', claims: { lost: true } },
    ]);
  });

  it('are for operators alone', async () => {
    const grace = await stage.signIn('grace');
    await grace.activate('Acme Robotics');
    const attempts: [string, string, unknown][] = [
      ['GET', PATH, undefined],
      ['PUT', PATH, { claims: {} }],
      ['GET', `${PATH}/history`, undefined],
      ['GET', '/v1/templates/history', undefined],
    ];
    for (const [method, path, body] of attempts) {
      const answer = await stage.call(method, path, grace.token(), body, { 'if-match': '"x"' });
      expect([answer.status, answer.body['code']], path).toEqual([403, 'auth.operator_required']);
    }
  });
});

describe('the custom claims of the session token, on an instance without an API for them', () => {
  it('are unknown, and are to be edited in the Dashboard', async () => {
    const on = await startTestBackend();
    try {
      const token = on.clerk.mint(fakeAda);
      const read = await on.call('GET', PATH, { token });
      expect(read.status, read.text).toBe(200);
      expect(read.body).toEqual({ claims: null, source: 'none', etag: null, updatedAtMs: null });
      expect(read.headers).not.toHaveProperty('etag');
      const put = await on.call('PUT', PATH, { token, body: { claims: { a: 1 } } });
      expect([put.status, put.body['code']]).toEqual([501, 'clerk.not_offered']);
      expect(put.body['remedy']).toContain('Dashboard');
      const { body } = await on.call('GET', `${PATH}/history`, { token });
      expect(body).toEqual({ data: [], nextCursor: null });
      expect(on.clerk.calls.filter((call) => call.startsWith('PUT'))).toEqual([]);

      const other = await on.call('PUT', PATH, {
        token: on.clerk.mint(fakeGrace),
        body: { claims: {} },
      });
      expect(other.body['code']).toBe('auth.operator_required');
    } finally {
      await on.close();
    }
  });

  it.each([
    ['busy', { status: 429, headers: { 'retry-after': '60' } }, 503, 'clerk.rate_limited'],
    ['failing', { status: 500 }, 503, 'clerk.unreachable'],
    ['another key’s', { status: 401, body: { errors: [] } }, 502, 'clerk.refused'],
    ['no JSON', { status: 200, body: '<html>' }, 502, 'clerk.refused'],
    ['no claims', { status: 200, body: { claims: 'text' } }, 502, 'clerk.refused'],
  ] as const)('says what is wrong when the answer is %s', async (_name, fault, status, code) => {
    const on = await startTestBackend();
    try {
      on.clerk.fault = (path) => (path.endsWith('/session_token_claims') ? fault : null);
      const answer = await on.call('GET', PATH, { token: on.clerk.mint(fakeAda) });
      expect([answer.status, answer.body['code']], answer.text).toEqual([status, code]);
      expect(answer.body['remedy'], answer.text).toBeTruthy();
      expect(on.logged.join('')).not.toContain(SECRET_KEY);
    } finally {
      await on.close();
    }
  });

  it('sends the secret key to no other address', async () => {
    let reached = 0;
    const other = createServer((_request, response) => {
      reached += 1;
      response.end('{"claims":{}}');
    });
    const clerk = createServer((_request, response) => {
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
    });
    await Promise.all(
      [other, clerk].map(
        (server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
      ),
    );
    try {
      const address = clerk.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const api = createClerkApi({
        secretKey: SECRET_KEY,
        publishableKey: PUBLISHABLE_KEY,
        apiUrl: `http://127.0.0.1:${port}`,
        timeoutMs: 300,
      });
      await expect(api.readSessionClaims()).rejects.toMatchObject({
        error: { code: 'clerk.unreachable' },
      });
      expect(reached).toBe(0);
    } finally {
      for (const server of [other, clerk]) {
        server.closeAllConnections();
        server.close();
      }
    }
  });
});

/** An object as many levels deep as said. */
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
