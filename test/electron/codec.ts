/** How functions and promises cross; without it they cannot, as over IPC. */
export interface CodecLinks {
  readonly functionId: (value: (...args: unknown[]) => unknown) => number;
  readonly functionOf: (id: number) => (...args: unknown[]) => unknown;
  readonly promiseId: (value: Promise<unknown>) => number;
  readonly promiseOf: (id: number) => Promise<unknown>;
  readonly freeze: boolean;
}

export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

type Tagged = string | boolean | number | null | readonly [string, ...unknown[]];

/**
 * Values as text, near enough to structured clone for what crosses here. Self-contained on purpose: Node uses
 * this function and pages get its source.
 */
export function createCodec(links?: CodecLinks): Codec {
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };
  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return btoa(text);
  };
  const fromBase64 = (text: string): Uint8Array =>
    Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

  const tag = (value: unknown, path: readonly unknown[]): Tagged => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', String(value)];
    }
    if (value === undefined) return ['u'];
    if (typeof value === 'bigint') return ['i', String(value)];
    if (typeof value === 'function') {
      return links === undefined ? refuse() : ['f', links.functionId(value as () => unknown)];
    }
    if (typeof value !== 'object' || path.includes(value)) return refuse();
    const below = [...path, value];
    const each = (list: readonly unknown[]): Tagged[] => list.map((item) => tag(item, below));
    if (Array.isArray(value)) return ['a', each(value)];
    if (value instanceof Date) return ['d', value.getTime()];
    if (value instanceof Uint8Array) return ['b', toBase64(value)];
    if (value instanceof Map) return ['m', [...value].map((entry) => each(entry))];
    if (value instanceof Set) return ['s', each([...value])];
    if (value instanceof Error) return ['e', value.name, value.message];
    if (value instanceof Promise) {
      return links === undefined ? refuse() : ['p', links.promiseId(value)];
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return refuse();
    return ['o', Object.entries(value).map(([key, item]) => [key, tag(item, below)])];
  };

  const frozen = <T>(value: T): T => (links?.freeze === true ? Object.freeze(value) : value);

  const untag = (value: Tagged): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const [kind, first, second] = value;
    const items = first as readonly Tagged[];
    const pairs = first as readonly (readonly [Tagged, Tagged])[];
    switch (kind) {
      case 'u':
        return undefined;
      case 'n':
        return Number(first);
      case 'i':
        return BigInt(first as string);
      case 'a':
        return frozen(items.map(untag));
      case 'd':
        return new Date(first as number);
      case 'b':
        return fromBase64(first as string);
      case 'm':
        return new Map(pairs.map(([key, item]) => [untag(key), untag(item)]));
      case 's':
        return new Set(items.map(untag));
      case 'e':
        return Object.assign(new Error(second as string), { name: first });
      case 'f':
        return links?.functionOf(first as number);
      case 'p':
        return links?.promiseOf(first as number);
      case 'o':
        return frozen(Object.fromEntries(pairs.map(([key, item]) => [key, untag(item)])));
      default:
        throw new Error(`Unknown tag ${kind}.`);
    }
  };

  return {
    encode: (value) => JSON.stringify(tag(value, [])),
    decode: (text) => untag(JSON.parse(text) as Tagged),
  };
}
