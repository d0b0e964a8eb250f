import { describe, expect, it } from 'vitest';
import { createWebBridge, sessionHeader } from '../../../renderer/app/webBridge.ts';

interface Recorded {
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 500 && !holds(); turn += 1) await Promise.resolve();
  expect(holds(), 'what was waited for').toBe(true);
};

/** A host that answers from a table of paths, and a page around the bridge. */
function setUp(
  answer: (call: Recorded) => Response | Promise<Response>,
  options: { hash?: string; stored?: string } = {},
) {
  const calls: Recorded[] = [];
  const stored = new Map<string, string>();
  if (options.stored !== undefined) stored.set('claimdeck.session', options.stored);
  let hashCleared = false;
  const waits: number[] = [];
  const never = new Promise<void>(() => undefined);
  const bridge = createWebBridge({
    fetch: async (path, init) => {
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
      const call = { path, headers: new Headers(init?.headers), body };
      calls.push(call);
      return answer(call);
    },
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    hash: options.hash ?? '',
    clearHash: () => {
      hashCleared = true;
    },
    wait: (ms) => {
      waits.push(ms);
      return waits.length > 1 ? never : Promise.resolve();
    },
  });
  return { bridge, calls, stored, waits, hashCleared: () => hashCleared };
}

const host = ({ path }: Recorded): Response => {
  if (path === '/host/session') return json({ secret: 's3cret' });
  if (path === '/host/call') return json({ ok: true, value: { ticket: 'one-use' } });
  return json({}, 404);
};

describe('the web bridge', () => {
  it('exchanges the launch token once and puts the secret on every call', async () => {
    const { bridge, calls, stored, hashCleared } = setUp(host, { hash: '#launch=abc' });
    const answer = await bridge.call('sandbox.ticket', { userId: 'user_1' });
    await bridge.call('sandbox.ticket', { userId: 'user_2' });
    expect(answer).toEqual({ ok: true, value: { ticket: 'one-use' } });
    expect(calls.map(({ path }) => path)).toEqual(['/host/session', '/host/call', '/host/call']);
    expect(calls[0]?.body).toEqual({ launch: 'abc' });
    expect(calls[0]?.headers.get(sessionHeader)).toBeNull();
    expect(calls[1]?.headers.get(sessionHeader)).toBe('s3cret');
    expect(calls[1]?.body).toEqual({ method: 'sandbox.ticket', input: { userId: 'user_1' } });
    expect([...stored.values()]).toEqual(['s3cret']);
    expect(hashCleared()).toBe(true);
  });

  it('leaves the launch token in the address until it is answered, for a page that is loaded again', async () => {
    let answer: (response: Response) => void = () => undefined;
    const slow = setUp(() => new Promise((resolve) => (answer = resolve)), {
      hash: '#launch=abc',
    });
    expect(slow.hashCleared()).toBe(false);
    answer(json({ secret: 's3cret' }));
    await slow.bridge.opened;
    expect(slow.hashCleared()).toBe(true);

    const lost = setUp(() => Promise.reject(new TypeError('Failed to fetch')), {
      hash: '#launch=abc',
    });
    await lost.bridge.opened;
    expect(lost.hashCleared()).toBe(false);

    const refused = setUp(() => json({}, 401), { hash: '#launch=abc' });
    await refused.bridge.opened;
    expect(refused.hashCleared()).toBe(true);
  });

  it('uses the secret of this tab after a reload', async () => {
    const { bridge, calls } = setUp(host, { stored: 'kept' });
    await bridge.call('sandbox.ticket', { userId: 'user_1' });
    expect(calls.map(({ path }) => path)).toEqual(['/host/call']);
    expect(calls[0]?.headers.get(sessionHeader)).toBe('kept');
  });

  it('says what to do when the page was opened without its link', async () => {
    const { bridge, calls } = setUp(host);
    const answer = await bridge.call('app.bootstrap', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'host.no_session' } });
    expect(calls).toEqual([]);
  });

  it('forgets a secret the host no longer knows', async () => {
    const { bridge, stored } = setUp(() => json({}, 401), { stored: 'old' });
    const answer = await bridge.call('app.bootstrap', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'host.no_session' } });
    expect(stored.size).toBe(0);
  });

  it('says that the host is gone when no answer comes', async () => {
    const { bridge } = setUp(() => Promise.reject(new TypeError('Failed to fetch')), {
      stored: 'kept',
    });
    const answer = await bridge.call('app.bootstrap', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'host.unreachable' } });
  });

  it.each([
    ['no envelope', { value: 1 }],
    ['an answer of another shape', { ok: true, value: { ticket: 7 } }],
    ['a key the contract does not name', { ok: true, value: { ticket: 't', extra: 1 } }],
    ['no JSON', undefined],
  ])('refuses %s', async (_, body) => {
    const answerWith = body === undefined ? new Response('<html>') : json(body);
    const { bridge } = setUp(() => answerWith, { stored: 'kept' });
    const answer = await bridge.call('sandbox.ticket', { userId: 'user_1' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal.unexpected' } });
  });

  it('hands a failure of the host on as it came', async () => {
    const error = { code: 'sandbox.only', message: 'Only the sandbox has demo people.' };
    const { bridge } = setUp(() => json({ ok: false, error }), { stored: 'kept' });
    expect(await bridge.call('sandbox.people', {})).toEqual({ ok: false, error });
  });

  it('says so when another host answers now', async () => {
    const { bridge, waits } = setUp(() => json({}, 401), { stored: 'old' });
    const links: string[] = [];
    bridge.onLink((state) => links.push(state));
    await until(() => links.length > 0);
    expect(links).toEqual(['ended']);
    expect(waits).toEqual([]);
  });

  it('delivers events split anywhere, skips broken lines, and reconnects', async () => {
    const encoder = new TextEncoder();
    const code = { identifier: 'ada@example.com', code: '424242', sentAtMs: 1 };
    const text = [
      '{"broken":\n',
      JSON.stringify({ event: 'unknown.event', payload: 1 }) + '\n',
      JSON.stringify({ event: 'sandbox.code', payload: { ...code, extra: 1 } }) + '\n',
      JSON.stringify({ event: 'sandbox.code', payload: code }) + '\n',
    ].join('');
    let opened = 0;
    const { bridge, waits } = setUp(
      () => {
        opened += 1;
        const bytes = encoder.encode(text);
        const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) =>
          bytes.slice(at * 7, at * 7 + 7),
        );
        return new Response(
          new ReadableStream({
            pull(controller) {
              const next = chunks.shift();
              if (next === undefined) controller.close();
              else controller.enqueue(next);
            },
          }),
        );
      },
      { stored: 'kept' },
    );
    const received: unknown[] = [];
    const links: string[] = [];
    bridge.onLink((state) => links.push(state));
    bridge.on('sandbox.code', (payload) => received.push(payload));
    await until(() => opened === 2 && waits.length === 2);
    expect(received).toEqual([code, code]);
    expect(links).toEqual(['open', 'lost', 'open', 'lost']);
    expect(waits).toEqual([250, 250]);
  });
});
