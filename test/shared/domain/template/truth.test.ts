import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import {
  predictSessionToken,
  predictTemplateToken,
} from '../../../../shared/domain/template/predict.ts';
import { reservedVerdict } from '../../../../shared/domain/template/reserved.ts';
import type { PreviewContext, TemplateKind } from '../../../../shared/domain/template/types.ts';
import { decodeToken, type DecodedToken } from '../../../../shared/domain/token/decode.ts';
import { measureToken } from '../../../../shared/domain/token/size.ts';
import { NativeClient, startSandbox, type Running } from '../../../main/sandbox/kit.ts';
import { anyContext, anyTemplate } from './arbitraries.ts';
import { oracle, type OracleContext } from './oracle.ts';

/**
 * Preview, mint and scan share one compiler, so their agreement alone proves nothing. Here the claims of tokens that
 * the offline Clerk answered over HTTP are held against an evaluator that shares no line with it.
 */
const templateCount = 90;
const sessionTextCount = 24;
const peopleCount = 60;
const sharedSecret = 'a-secret-shared-with-nobody';

interface Person {
  readonly userId: string;
  readonly sessionId: string;
  /** Records as the Backend API answers them: what a preview is given. */
  readonly context: PreviewContext;
}

let sandbox: Running;
let origin: string;
const people: Person[] = [];

/** Bodies go over the wire as JSON; `__proto__` is refused there as an attack. */
const sendable = (value: unknown): boolean => !JSON.stringify(value).includes('__proto__');

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number, seed: number): T[] =>
  fc.sample(arbitrary.filter(sendable), { numRuns: count, seed });

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${origin}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${sandbox.secretKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

const nullable = (text: unknown): string | null => (typeof text === 'string' ? text : null);

/** A user with generated names and metadata, signed in, every third one without an active organization. */
async function person(seeded: PreviewContext, index: number, orgs: string[]): Promise<Person> {
  const { user, membership } = seeded;
  const made = await ask<{ id: string }>('POST', '/users', {
    email_address: [`truth${index}@example.com`],
    first_name: nullable(user['first_name']),
    last_name: nullable(user['last_name']),
    public_metadata: user['public_metadata'] ?? {},
    unsafe_metadata: user['unsafe_metadata'] ?? {},
    skip_password_requirement: true,
  });
  const own = orgs.filter((_, at) => (index + at) % 3 === 0);
  for (const id of own) {
    await ask('POST', `/organizations/${id}/memberships`, {
      user_id: made.id,
      role: index % 2 === 0 ? 'org:admin' : 'org:member',
      public_metadata: membership?.['public_metadata'] ?? {},
    });
  }
  const { token } = await ask<{ token: string }>('POST', '/sign_in_tokens', { user_id: made.id });
  const client = new NativeClient(sandbox);
  const answer = await client.call('POST', '/client/sign_ins', {
    strategy: 'ticket',
    ticket: token,
  });
  const sessionId = answer.body.client?.sessions[0]?.id;
  if (sessionId === undefined) throw new Error(`sign-in answered ${answer.status}`);
  const active = index % 3 === 0 ? null : (own[0] ?? null);
  await client.tokenIn(sessionId, active);

  const joined = await ask<{ data: JsonObject[] }>(
    'GET',
    `/users/${made.id}/organization_memberships?limit=100`,
  );
  const belongsTo = (one: JsonObject): boolean =>
    (one['organization'] as JsonObject)['id'] === active;
  return {
    userId: made.id,
    sessionId,
    context: {
      user: await ask('GET', `/users/${made.id}`),
      organization: active === null ? null : await ask('GET', `/organizations/${active}`),
      membership: joined.data.find(belongsTo) ?? null,
      session: await ask('GET', `/sessions/${sessionId}`),
      memberships: joined.data,
    },
  };
}

beforeAll(async () => {
  sandbox = await startSandbox({ seedUsers: 5 });
  origin = await sandbox.listen();
  const contexts = sample(anyContext, peopleCount, 11);
  const orgs: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const owner = sandbox.person('ada');
    const metadata = contexts[index]?.organization?.['public_metadata'] ?? {};
    const made = await ask<{ id: string }>('POST', '/organizations', {
      name: `Truth ${index} “é”`,
      created_by: owner,
      public_metadata: metadata,
    });
    orgs.push(made.id);
  }
  const made = await Promise.all(contexts.map((context, index) => person(context, index, orgs)));
  people.push(...made);
}, 180_000);
afterAll(() => sandbox.end());

const generatedNames = ['azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sub'];
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const savable = (kind: TemplateKind, claims: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(claims).filter(([name]) => reservedVerdict(kind, name)?.severity !== 'error'),
  );

/** The claims that the template made, in the order of the token. */
function madeIn(jwt: string, generated: readonly string[]): Record<string, unknown> {
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !generated.includes(name)));
}

describe('template tokens of the offline Clerk, read off the wire', () => {
  it(`agree with the oracle and the preview on ${templateCount * peopleCount} pairs, to the byte`, async () => {
    let pairs = 0;
    let sizes = 0;
    for (const [index, drawn] of sample(anyTemplate, templateCount, 23).entries()) {
      const claims = savable('jwt-template', drawn);
      const name = `truth-${index}`;
      // A shared secret signs a hundred times faster; every tenth template keeps the instance's key.
      const own = index % 10 !== 0;
      await ask('POST', '/jwt_templates', {
        name,
        claims,
        ...(own
          ? { custom_signing_key: true, signing_algorithm: 'HS256', signing_key: sharedSecret }
          : {}),
      });
      const compiled = compileTemplate(claims, { kind: 'jwt-template' });
      const minted = await Promise.all(
        people.map(({ sessionId }) =>
          ask<{ jwt: string }>('POST', `/sessions/${sessionId}/tokens/${name}`, {}),
        ),
      );
      for (const [at, { context }] of people.entries()) {
        const jwt = minted[at]?.jwt ?? '';
        const wire = madeIn(jwt, generatedNames);
        const told = oracle(
          claims as Parameters<typeof oracle>[0],
          context as OracleContext,
          'jwt-template',
        );
        const shown = compiled.evaluate(context);
        expect(JSON.stringify(wire)).toBe(JSON.stringify(told));
        expect(JSON.stringify(shown.claims)).toBe(JSON.stringify(told));
        pairs += 1;
        // Sizes as the inspector measures them, against what the scan predicted without building anything.
        const decoded = decodeToken(jwt);
        if (!decoded.ok) throw new Error(decoded.error.message);
        const measured = measureToken(decoded.value, 'template').customClaimsBytes;
        expect(compiled.size(context)).toBe(measured);
        expect(shown.customBytes).toBe(bytesOf(wire));
        const { header, claims: payload, segments } = decoded.value;
        const predicted = predictTemplateToken(shown.claims, {
          userId: people[at]?.userId ?? '',
          issuer: sandbox.issuer,
          keyId: header['kid'] as string,
          lifetimeSec: 60,
          clockSkewSec: 5,
          algorithm: own ? 'HS256' : 'RS256',
          rsaSignatureBytes: 256,
          nowSec: Number(payload['iat']),
        });
        expect(predicted.totalChars).toBe(jwt.length);
        expect(predicted.payloadChars).toBe(segments.payload.chars);
        sizes += 1;
      }
      if (own) {
        const [signed = '', mac = ''] = [
          minted[0]?.jwt.split('.').slice(0, 2).join('.'),
          minted[0]?.jwt.split('.')[2],
        ];
        expect(createHmac('sha256', sharedSecret).update(signed).digest('base64url')).toBe(mac);
      }
    }
    expect(pairs).toBeGreaterThanOrEqual(5000);
    expect(sizes).toBeGreaterThanOrEqual(1000);
  }, 180_000);
});

const decoded = (jwt: string): DecodedToken => {
  const read = decodeToken(jwt);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

describe('session tokens of the offline Clerk, read off the wire', () => {
  const putClaims = (claims: JsonObject): Promise<unknown> =>
    ask('PUT', '/sandbox/session_token_claims', { claims });
  const mintAll = (): Promise<string[]> =>
    Promise.all(
      people.map(async ({ sessionId }) => {
        const { jwt } = await ask<{ jwt: string }>('POST', `/sessions/${sessionId}/tokens`, {});
        return jwt;
      }),
    );

  it(`agree with the oracle and the preview on ${sessionTextCount * peopleCount} pairs, to the byte`, async () => {
    await putClaims({});
    const bare = (await mintAll()).map(decoded);
    let tokens = 0;
    for (const drawn of sample(anyTemplate, sessionTextCount, 31)) {
      const claims = savable('session-claims', drawn);
      await putClaims(claims);
      const compiled = compileTemplate(claims, { kind: 'session-claims' });
      for (const [at, jwt] of (await mintAll()).entries()) {
        const { context } = people[at] ?? {};
        const before = bare[at];
        if (context === undefined || before === undefined) throw new Error('a person is missing');
        const wire = madeIn(jwt, Object.keys(before.claims));
        const told = oracle(
          claims as Parameters<typeof oracle>[0],
          context as OracleContext,
          'session-claims',
        );
        const shown = compiled.evaluate(context);
        expect(JSON.stringify(wire)).toBe(JSON.stringify(told));
        expect(JSON.stringify(shown.claims)).toBe(JSON.stringify(told));
        // The size that a scan tells, that of the preview, and what the inspector finds in the token.
        const token = decoded(jwt);
        const { customClaimsBytes } = measureToken(token, 'session-v2');
        expect(compiled.size(context)).toBe(customClaimsBytes);
        expect(shown.customBytes).toBe(customClaimsBytes);
        expect(bytesOf(wire)).toBe(customClaimsBytes);
        // A token that is not minted yet, predicted from one that was minted before.
        const predicted = predictSessionToken(shown.claims, before);
        expect(predicted.totalChars).toBe(jwt.length);
        expect(predicted.payloadChars).toBe(token.segments.payload.chars);
        tokens += 1;
      }
    }
    expect(tokens).toBeGreaterThanOrEqual(1000);
  }, 180_000);
});
