import { describe, expect, it } from 'vitest';
import { createDispatcher, type Handlers } from '../../../main/ipc/dispatcher.ts';
import { EnvelopeSchema, methods, type MethodName } from '../../../shared/contract/table.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';

const person = {
  userId: 'user_ada',
  name: 'Ada Byron',
  email: 'ada@example.com',
  note: 'admin',
  tag: 'admin',
  password: 'claimdeck-demo',
} as const;

/** Input that fits and what the handler answers, for every method there is. */
const examples: {
  [M in MethodName]: { input: unknown; answer: Awaited<ReturnType<Handlers[M]>> };
} = {
  'app.bootstrap': {
    input: {},
    answer: {
      host: 'web',
      version: '0.1.0',
      instance: { id: 'a.b', name: 'Sandbox', kind: 'sandbox', issuer: 'https://a.b' },
      publishableKey: 'pk_test_x',
      backendConnected: true,
      children: [{ child: 'sandbox', state: 'ready' }],
      settings: { colorScheme: 'auto' },
    },
  },
  'app.restartChild': { input: { child: 'backend' }, answer: {} },
  'settings.update': { input: { colorScheme: 'dark' }, answer: { colorScheme: 'dark' } },
  'link.open': { input: { url: 'https://clerk.com' }, answer: {} },
  'app.saveFile': {
    input: { suggestedName: 'a.json', text: '{}', kind: 'json' },
    answer: { saved: true, name: 'a.json' },
  },
  'sandbox.people': { input: {}, answer: [person] },
  'sandbox.ticket': { input: { userId: 'user_ada' }, answer: { ticket: 't' } },
  'sandbox.codes': { input: {}, answer: [{ identifier: 'a', code: '1', sentAtMs: 1 }] },
  'token.verify': {
    input: { token: 'a.b.c', key: { pem: 'p' }, options: { audience: ['x'] } },
    answer: {
      valid: false,
      reason: 'token-invalid',
      message: 'No token.',
      remedy: null,
      findings: [],
      keySource: 'pem',
      keyIds: [],
      judgedAtMs: 1,
      clock: null,
      byServerClock: null,
    },
  },
};
const names = Object.keys(methods) as MethodName[];

function dispatcher(replace: Partial<Record<MethodName, () => unknown>> = {}) {
  const calls: MethodName[] = [];
  const logged: unknown[] = [];
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        calls.push(name);
        const other = replace[name];
        return other === undefined ? examples[name].answer : other();
      },
    ]),
  ) as unknown as Handlers;
  const call = createDispatcher(handlers, (...line) => void logged.push(line));
  return { call, calls, logged };
}

describe.each(names)('%s', (name) => {
  it('answers input that fits', async () => {
    const { call } = dispatcher();
    const envelope = await call(name, examples[name].input);
    expect(envelope).toEqual({ ok: true, value: examples[name].answer });
    expect(EnvelopeSchema.safeParse(envelope).success).toBe(true);
  });

  it.each([
    ['an unknown key', (input: object) => ({ ...input, planted: 1 })],
    ['null', () => null],
    ['a string', () => 'x'],
    ['a list', () => []],
  ])('refuses %s before the handler sees it', async (_, spoil) => {
    const { call, calls } = dispatcher();
    const envelope = await call(name, spoil(examples[name].input as object));
    expect(envelope).toMatchObject({ ok: false, error: { code: 'boundary.bad_input' } });
    expect(calls).toEqual([]);
  });

  it('hands on a failure that was planned, as it is', async () => {
    const error = appError('resource.not_found', 'There is none.');
    const { call } = dispatcher({
      [name]: () => {
        throw new AppException(error);
      },
    });
    expect(await call(name, examples[name].input)).toEqual({ ok: false, error });
  });

  it.each([
    [
      'an exception',
      () => {
        throw new Error('secret canary');
      },
    ],
    ['a rejection', () => Promise.reject(new Error('secret canary'))],
    [
      'a thrown string',
      () => {
        throw 'secret canary';
      },
    ],
    ['an answer outside the contract', () => ({ secret: 'canary' })],
  ])('keeps %s to the log', async (_, misbehave) => {
    const { call, logged } = dispatcher({ [name]: misbehave });
    const envelope = await call(name, examples[name].input);
    expect(envelope).toMatchObject({ ok: false, error: { code: 'internal.unexpected' } });
    const text = JSON.stringify(envelope);
    expect(text).not.toContain('canary');
    const traceId = envelope.ok ? '' : (envelope.error.traceId ?? '');
    expect(JSON.stringify(logged)).toContain(traceId);
    expect(traceId).not.toBe('');
  });
});

it.each(['__proto__', 'constructor', 'toString', 'app.nothing', '', 'hasOwnProperty'])(
  'refuses the method %j',
  async (name) => {
    const { call, calls } = dispatcher();
    expect(await call(name, {})).toMatchObject({
      ok: false,
      error: { code: 'boundary.unknown_method' },
    });
    expect(calls).toEqual([]);
  },
);

it('refuses a method that is no string', async () => {
  const { call } = dispatcher();
  for (const name of [undefined, null, 1, {}, ['app.bootstrap']]) {
    expect(await call(name as never, {})).toMatchObject({ ok: false });
  }
});

it('names the place of bad input, not what was there', async () => {
  const { call } = dispatcher();
  const envelope = await call('settings.update', { colorScheme: 'canary' });
  expect(envelope).toMatchObject({ ok: false, error: { details: { path: 'colorScheme' } } });
  expect(JSON.stringify(envelope)).not.toContain('canary');
});
