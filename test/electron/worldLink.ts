import type { Codec, CodecLinks } from './codec.ts';

interface LinkMessage {
  readonly op: 'expose' | 'call' | 'reply' | 'settle';
  readonly id?: number;
  readonly ok?: boolean;
  readonly key?: string;
  readonly value: string;
}

/**
 * One end of `contextBridge`. Two worlds of a page share the document only, so calls cross as synchronous DOM
 * events under names that page code cannot guess. Self-contained: both worlds get its source.
 */
export function createWorldLink(
  codecOf: (links: CodecLinks) => Codec,
  names: { readonly out: string; readonly in: string },
  target: EventTarget,
  expose: (key: string, value: unknown) => void,
) {
  // Taken before any script of the page could replace them.
  const Custom = CustomEvent;
  const dispatch = target.dispatchEvent.bind(target);
  const emit = (message: LinkMessage): void =>
    void dispatch(new Custom(names.out, { detail: JSON.stringify(message) }));

  const functions: ((...args: unknown[]) => unknown)[] = [];
  const promises = new Map<
    number,
    { resolve(value: unknown): void; reject(cause: unknown): void }
  >();
  let lastPromise = 0;
  let reply: LinkMessage | undefined;

  const errorText = (cause: unknown): string =>
    codec.encode(cause instanceof Error ? cause : new Error(String(cause)));

  const codec = codecOf({
    freeze: true,
    functionId: (value) => functions.push(value) - 1,
    functionOf:
      (id) =>
      (...args) => {
        emit({ op: 'call', id, value: codec.encode(args) });
        const answer = reply;
        reply = undefined;
        if (answer === undefined) throw new Error('The other world did not answer.');
        const value = codec.decode(answer.value);
        if (answer.ok === true) return value;
        throw value;
      },
    promiseId: (value) => {
      const id = (lastPromise += 1);
      value.then(
        (result) => emit({ op: 'settle', id, ok: true, value: codec.encode(result) }),
        (cause: unknown) => emit({ op: 'settle', id, ok: false, value: errorText(cause) }),
      );
      return id;
    },
    promiseOf: (id) =>
      new Promise((resolve, reject) => {
        promises.set(id, { resolve, reject });
      }),
  });

  const answerCall = ({ id, value }: LinkMessage): void => {
    let answer: LinkMessage;
    try {
      const result = functions[id ?? -1]?.(...(codec.decode(value) as unknown[]));
      answer = { op: 'reply', ok: true, value: codec.encode(result) };
    } catch (cause) {
      answer = { op: 'reply', ok: false, value: errorText(cause) };
    }
    emit(answer);
  };

  target.addEventListener(names.in, (received) => {
    const message = JSON.parse((received as CustomEvent<string>).detail) as LinkMessage;
    if (message.op === 'call') answerCall(message);
    else if (message.op === 'reply') reply = message;
    else if (message.op === 'expose') expose(message.key ?? '', codec.decode(message.value));
    else {
      const waiting = promises.get(message.id ?? -1);
      promises.delete(message.id ?? -1);
      const value = codec.decode(message.value);
      if (message.ok === true) waiting?.resolve(value);
      else waiting?.reject(value);
    }
  });

  return {
    expose: (key: string, value: unknown): void =>
      emit({ op: 'expose', key, value: codec.encode(value) }),
  };
}
