import { describe, expect, it, vi } from 'vitest';
import { createBridge, type Wire } from '../../preload/bridge.ts';

type Receive = (sent: unknown, ...args: unknown[]) => void;

function fakeWire() {
  let receive: Receive | undefined;
  const invoke = vi.fn(async () => ({ ok: true, value: 1 }));
  const wire: Wire = { invoke, on: (_channel, listener) => (receive = listener) };
  return { wire, invoke, push: (...args: unknown[]) => receive?.({ sender: 'secret' }, ...args) };
}
const status = (state: string) => ({ child: 'sandbox', state });

describe('call', () => {
  it('sends a known method with its input over the one channel', async () => {
    const { wire, invoke } = fakeWire();
    expect(await createBridge(wire).call('app.restartChild', { child: 'backend' })).toEqual({
      ok: true,
      value: 1,
    });
    expect(invoke.mock.calls).toEqual([['app:call', 'app.restartChild', { child: 'backend' }]]);
  });

  it('makes a value of a call that does not get through', async () => {
    const { wire, invoke } = fakeWire();
    invoke.mockRejectedValue(new Error("Error invoking remote method 'app:call': at secret.js:1"));
    const answer = await createBridge(wire).call('app.bootstrap', {});
    expect(answer).toEqual({
      ok: false,
      error: {
        code: 'host.unreachable',
        message: 'The call did not get through to Claimdeck.',
      },
    });
  });
});

describe('on', () => {
  it('hands over the payload alone, until it is told to stop', () => {
    const { wire, push } = fakeWire();
    const heard: unknown[][] = [];
    const stop = createBridge(wire).on('child.changed', (...args) => heard.push(args));
    push('child.changed', status('ready'));
    push('sandbox.code', {});
    stop();
    push('child.changed', status('failed'));
    expect(heard).toEqual([[status('ready')]]);
  });

  it('holds what came before the first listener, once', () => {
    const { wire, push } = fakeWire();
    const bridge = createBridge(wire);
    push('child.changed', status('starting'));
    push('child.changed', status('ready'));
    const [first, second] = [vi.fn(), vi.fn()];
    bridge.on('child.changed', first);
    bridge.on('child.changed', second);
    expect(first.mock.calls).toEqual([[status('starting')], [status('ready')]]);
    expect(second).not.toHaveBeenCalled();
  });

  it('holds no more than a hundred', () => {
    const { wire, push } = fakeWire();
    const bridge = createBridge(wire);
    for (let count = 0; count < 500; count += 1) push('child.changed', count);
    const heard = vi.fn();
    bridge.on('child.changed', heard);
    expect(heard).toHaveBeenCalledTimes(100);
    expect(heard).toHaveBeenLastCalledWith(499);
  });

  it('counts the same listener twice as two', () => {
    const { wire, push } = fakeWire();
    const bridge = createBridge(wire);
    const heard = vi.fn();
    const stop = bridge.on('child.changed', heard);
    bridge.on('child.changed', heard);
    stop();
    push('child.changed', status('ready'));
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
