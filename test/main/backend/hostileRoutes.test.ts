import fc from 'fast-check';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../../shared/contract/http.ts';
import {
  operationsOf,
  requestsFor,
  type GeneratedRequest,
  type Operation,
} from './support/generate.ts';
import { startStage, type Session, type Stage } from './support/stage.ts';

/** Of every operation, as an operator and admin who gets past the guard. */
const REQUESTS_EACH = 100;

interface Outcome {
  readonly request: GeneratedRequest;
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

/**
 * Every operation of the OpenAPI document, on the real sandbox, with thousands of requests that are right in most
 * places and hostile in some. No answer may be a failure of the server, whatever was asked.
 */
let stage: Stage;
let ada: Session;
let operations: Operation[];
const outcomes: Outcome[] = [];
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  stage = await startStage({}, { requestsPerMinute: 1_000_000, requestsPerSession: 1_000_000 });
  ada = await stage.signIn('ada');
  await ada.activate('Acme Robotics');
  const { body } = await stage.call('GET', '/openapi.json', ada.token());
  // Ending one's own sessions ends the test; the id of this session is not among the known ones.
  operations = operationsOf(body);
  const known = fc.constantFrom(...(await knownNames()));
  for (const [index, operation] of operations.entries()) {
    // A token of its own for every operation: tokens live a minute.
    await ada.activate('Acme Robotics');
    const requests = fc.sample(requestsFor(operation, known), {
      numRuns: REQUESTS_EACH,
      seed: 20_260 + index,
    });
    for (let at = 0; at < requests.length; at += 10) {
      outcomes.push(...(await Promise.all(requests.slice(at, at + 10).map(send))));
    }
  }
}, 400_000);
afterAll(async () => {
  agent.destroy();
  await stage.end();
});

/** Ids and keys that exist, people who may be changed by the requests; Ada herself is not among them. */
async function knownNames(): Promise<string[]> {
  const { clerk } = stage;
  const orgId = stage.organizations.get('Acme Robotics') ?? '';
  const page = { organizationId: orgId, limit: 8 };
  const members = (await clerk.organizations.getOrganizationMembershipList(page)).data
    .map((member) => member.publicUserData?.userId ?? '')
    .filter((id) => id !== ada.userId && id !== '');
  const templates = (await clerk.jwtTemplates.list({ limit: 3 })).data;
  const roles = (await clerk.organizationRoles.getOrganizationRoleList({ limit: 3 })).data;
  const permissions = (
    await clerk.organizationPermissions.getOrganizationPermissionList({ limit: 2 })
  ).data;
  return [
    orgId,
    ...members,
    ...templates.flatMap(({ id, name }) => [id, name]),
    ...roles.flatMap(({ id, key }) => [id, key]),
    ...permissions.map(({ id }) => id),
    '1',
    'pending',
  ];
}

/** The address as it stands: `fetch` would tidy it. */
function send(generated: GeneratedRequest): Promise<Outcome> {
  const { method, url, headers, body } = generated;
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const sent = request(
    {
      host: '127.0.0.1',
      port: stage.port,
      method,
      path: url,
      agent,
      headers: {
        ...headers,
        // Node's client would send the body of a GET without saying how long it is.
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        authorization: `Bearer ${ada.token()}`,
      },
    },
    (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const type = response.headers['content-type'] ?? '';
        const text = Buffer.concat(parts).toString();
        resolve({ request: generated, status: response.statusCode ?? 0, text, type });
      });
    },
  );
  sent.on('error', (cause) => reject(new Error(`${method} ${url}`, { cause })));
  sent.end(body);
  return promise;
}

const described = (outcome: Outcome): string =>
  `${outcome.request.method} ${outcome.request.url} ${outcome.request.body ?? ''} → ${outcome.status} ${outcome.text}`;

it('answers thousands of hostile requests, and none with a failure of its own', () => {
  expect(outcomes.length).toBe(operations.length * REQUESTS_EACH);
  expect(outcomes.length).toBeGreaterThan(4_000);
  const failed = outcomes.filter(({ status }) => status >= 500);
  expect(failed.map(described)).toEqual([]);
});

it('was asked things that it does, not only things that it refuses', () => {
  expect(outcomes.filter(({ status }) => status < 300).length).toBeGreaterThan(200);
  expect(outcomes.filter(({ status }) => status >= 400).length).toBeGreaterThan(1_000);
  // The person who asks kept their place to the end: a 401 would mean that the rest inspected nothing.
  expect(outcomes.filter(({ status }) => status === 401).map(described)).toEqual([]);
});

it('refuses with a problem document that says what to do, and nothing from inside', () => {
  const silent = new Set<string>();
  for (const outcome of outcomes.filter(({ status }) => status >= 400)) {
    expect(outcome.type, described(outcome)).toContain('application/problem+json');
    const problem = Problem.parse(JSON.parse(outcome.text));
    expect(problem.status, described(outcome)).toBe(outcome.status);
    expect(outcome.text, described(outcome)).not.toMatch(/ {4}at |node_modules|SQLITE|sk_test_/);
    if (problem.remedy === undefined) silent.add(`${problem.code}: ${problem.title}`);
  }
  expect([...silent]).toEqual([]);
});

/** Bytes that are no HTTP, or stop being it half-way. */
const wire = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      fc.constantFrom('GET', 'POST', 'get', 'PRI', 'CONNECT', 'TRACE', ''),
      fc.constantFrom('/v1/me', '*', 'http://evil.example/', '//', '/v1/items', '/\u0000'),
      fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''),
      fc.array(
        fc.constantFrom(
          'Host: 127.0.0.1',
          'Host: a',
          'Host: b',
          'Content-Length: 5',
          'Content-Length: -1',
          'Content-Length: 99999999999',
          'Transfer-Encoding: chunked',
          'Transfer-Encoding: gzip',
          'Expect: 100-continue',
          'Upgrade: h2c',
          'Connection: upgrade',
          ' folded',
          'no colon',
          'X: \u0000',
        ),
        { maxLength: 6 },
      ),
      fc.constantFrom('', '0\r\n\r\n', 'zz\r\n', '{"title":"x"}'),
    )
    .map(([method, path, version, headers, body]) =>
      Buffer.from(`${method} ${path} ${version}\r\n${headers.join('\r\n')}\r\n\r\n${body}`),
    ),
);

/** What came back until the connection ended. Our side is closed at once: nothing more will be said. */
function speak(bytes: Buffer): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let said = '';
  const socket = connect({ host: '127.0.0.1', port: stage.port }, () => socket.end(bytes));
  socket.on('data', (part) => (said += part.toString('latin1')));
  socket.on('error', () => resolve(said));
  socket.on('close', () => resolve(said));
  return promise;
}

it('survives two thousand connections that do not speak HTTP', async () => {
  const spoken = fc.sample(wire, { numRuns: 2_000, seed: 4_480 });
  const answers: string[] = [];
  for (let at = 0; at < spoken.length; at += 20) {
    answers.push(...(await Promise.all(spoken.slice(at, at + 20).map(speak))));
  }
  const statuses = answers.map((text) => Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0));
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(statuses.filter((status) => status >= 400).length).toBeGreaterThan(1_000);
});

it('still serves afterwards', async () => {
  const members = await stage.call('GET', '/v1/org/members?limit=5', ada.token());
  expect(members.status).toBe(200);
  expect((await stage.call('GET', '/ready', '')).status).toBe(200);
});
