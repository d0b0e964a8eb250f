import type { CustomScheme, Protocol } from 'electron';
import { registerSchemes, toApp, toBrowser } from './addresses.ts';
import { covered } from './covered.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
let late = false;
/** After `ready` the schemes are fixed, as in Electron. */
export const closeSchemes = (): void => void (late = true);

const part: Pick<
  Protocol,
  'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'
> = {
  registerSchemesAsPrivileged(list: CustomScheme[]) {
    if (late)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    registerSchemes(list);
  },
  handle(scheme, handler) {
    if (handlers.has(scheme)) throw new Error(`protocol '${scheme}' is already handled`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
};

export const protocol = covered<Protocol>('protocol', part);

export interface PausedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hasPostData?: boolean;
  readonly postDataEntries?: readonly { readonly bytes?: string }[];
}

export interface Fulfilment {
  readonly responseCode: number;
  readonly responseHeaders: { readonly name: string; readonly value: string }[];
  readonly body: string;
}

/** Answers a request of a page through the app's own handler; undefined when its scheme has none. */
export async function answer(asked: PausedRequest): Promise<Fulfilment | undefined> {
  const url = toApp(asked.url);
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) return undefined;
  const headers = new Headers();
  for (const [name, value] of Object.entries(asked.headers)) headers.append(name, toApp(value));
  const chunks = (asked.postDataEntries ?? []).map(({ bytes }) =>
    Buffer.from(bytes ?? '', 'base64'),
  );
  const hasBody = asked.hasPostData === true && !['GET', 'HEAD'].includes(asked.method);
  const response = await handler(
    new Request(url, {
      method: asked.method,
      headers,
      redirect: 'manual',
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
    }),
  );
  return {
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({
      name,
      value: name === 'location' ? toBrowser(value) : value,
    })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  };
}
