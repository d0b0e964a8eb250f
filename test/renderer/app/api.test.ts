import { describe, expect, it } from 'vitest';
import { ItemList } from '../../../shared/contract/http.ts';
import { AppException } from '../../../shared/errors/appError.ts';
import { createApi } from '../../../renderer/app/api.ts';

const list = { data: [], nextCursor: null };

function setUp(response: () => Response | Promise<Response>, token: string | null = 'tok') {
  const sent: { path: string; method: string; headers: Headers; body: unknown }[] = [];
  const api = createApi({
    fetch: async (path, init) => {
      sent.push({
        path,
        method: init?.method ?? 'GET',
        headers: new Headers(init?.headers),
        body: init?.body,
      });
      return response();
    },
    getToken: async () => token,
    headers: () => ({ 'x-claimdeck-session': 's3cret' }),
  });
  return { api, sent };
}

const failureOf = async (work: Promise<unknown>): Promise<AppException['error']> => {
  const cause: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(cause).toBeInstanceOf(AppException);
  return (cause as AppException).error;
};

describe('the backend client of the page', () => {
  it('sends a fresh session token and the header of the host', async () => {
    const { api, sent } = setUp(() => Response.json(list));
    expect(await api('/v1/items', { schema: ItemList })).toEqual(list);
    expect(sent[0]?.path).toBe('/api/v1/items');
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer tok');
    expect(sent[0]?.headers.get('x-claimdeck-session')).toBe('s3cret');
  });

  it.each([
    [0, 'if-none-match', '*'],
    [7, 'if-match', '"7"'],
  ])('writes version %i under its condition', async (version, header, value) => {
    const { api, sent } = setUp(() => Response.json(list));
    await api('/v1/items', { method: 'PUT', schema: ItemList, body: { a: 1 }, version });
    expect(sent[0]?.headers.get(header)).toBe(value);
    expect(sent[0]?.body).toBe('{"a":1}');
  });

  it('turns a problem document into the one error shape', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Denied',
      status: 403,
      detail: 'org:member has no org:settings:manage.',
      code: 'auth.denied',
      remedy: 'Ask an admin.',
      traceId: 'req_1',
    };
    const { api } = setUp(() => Response.json(problem, { status: 403 }));
    expect(await failureOf(api('/v1/items', { schema: ItemList }))).toMatchObject({
      code: 'auth.denied',
      message: 'org:member has no org:settings:manage.',
      remedy: 'Ask an admin.',
      traceId: 'req_1',
    });
  });

  it.each([
    [
      'no problem document',
      () => new Response('bad gateway', { status: 502 }),
      'backend.unreachable',
    ],
    ['an answer of another shape', () => Response.json({ data: 1 }), 'internal.unexpected'],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'host.unreachable'],
  ])('says what happened on %s', async (_, response, code) => {
    const { api } = setUp(response);
    expect((await failureOf(api('/v1/items', { schema: ItemList }))).code).toBe(code);
  });

  it('sends nothing when nobody is signed in', async () => {
    const { api, sent } = setUp(() => Response.json(list), null);
    expect((await failureOf(api('/v1/items', { schema: ItemList }))).code).toBe('auth.no_session');
    expect(sent).toEqual([]);
  });
});
