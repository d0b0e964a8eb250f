import { EventEmitter } from 'node:events';

/** Asked of every object by runtimes and test tools that only want to know what it is. */
const probes = new Set(['then', 'toJSON', 'asymmetricMatch', 'nodeType', '$$typeof', 'inspect']);

/**
 * Stands for an Electron object of which only a part exists here. Whatever else is read or set throws, so a call
 * that the stand-in does not carry fails the test instead of passing for the wrong reason.
 */
export function covered<T extends object>(
  name: string,
  part: { readonly [K in keyof T]?: unknown },
): T {
  const refuse = (property: string | symbol): never => {
    throw new Error(`${name}.${String(property)} is not covered by the stand-in for Electron.`);
  };
  return new Proxy(part, {
    get(target, property) {
      if (typeof property === 'symbol' || property in target) {
        const value: unknown = Reflect.get(target, property);
        // Bound, since private fields are those of the part, not of this proxy.
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      }
      return probes.has(property) ? undefined : refuse(property);
    },
    set: (target, property, value) =>
      typeof property === 'symbol' || property.startsWith('_') || property in target
        ? Reflect.set(target, property, value)
        : refuse(property),
  }) as T;
}

/** An emitter of a closed list of events: listening to another one throws. */
export class CoveredEmitter extends EventEmitter {
  constructor(name: string, events: readonly string[]) {
    super();
    this.on('newListener', (event: string) => {
      if (!events.includes(event)) {
        throw new Error(`Event '${event}' of ${name} is not covered by the stand-in for Electron.`);
      }
    });
  }
}

/** An event whose default can be prevented, carrying what Electron puts beside it. */
export function preventable<T extends object>(
  detail: T,
): T & { readonly defaultPrevented: boolean; preventDefault(): void } {
  let prevented = false;
  return Object.defineProperties(
    { ...detail, preventDefault: () => void (prevented = true), defaultPrevented: false },
    { defaultPrevented: { get: () => prevented } },
  );
}
