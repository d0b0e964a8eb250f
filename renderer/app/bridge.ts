import { AppException } from '../../shared/errors/appError.ts';
import type { Bridge, MethodInput, MethodName, MethodOutput } from '../../shared/contract/table.ts';
import { createWebBridge, readEnvelope, type HostBridge } from './webBridge.ts';

declare global {
  interface Window {
    /** Put there by the preload in Electron, absent in the web host. */
    readonly claimdeck?: Bridge;
  }
}

/** The bridge of this page's host. Answers are checked against the contract in both hosts. */
export function openBridge(): HostBridge {
  const native = window.claimdeck;
  if (native === undefined) {
    return createWebBridge({
      fetch: (input, init) => fetch(input, init),
      storage: sessionStorage,
      hash: location.hash,
      clearHash: () => history.replaceState(null, '', location.pathname + location.search),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  }
  return {
    call: async (method, input) => readEnvelope(method, await native.call(method, input)),
    on: (event, listener) => native.on(event, listener),
    headers: () => ({}),
    onLink: () => () => undefined,
    opened: Promise.resolve(undefined),
  };
}

/** A call whose failure is thrown, as TanStack Query wants it. */
export async function callHost<M extends MethodName>(
  bridge: Bridge,
  method: M,
  input: MethodInput<M>,
): Promise<MethodOutput<M>> {
  const answer = await bridge.call(method, input);
  if (!answer.ok) throw new AppException(answer.error);
  return answer.value;
}
