import { describe, expect, it, vi } from 'vitest';
import { createBridge, type Wire } from '../../preload/bridge.ts';
import { isEvent, isMethod } from '../../preload/names.ts';
import { events, methods } from '../../shared/contract/table.ts';

type Receive = (sent: unknown, ...args: unknown[]) => void;

function fakeWire() {
  let receive: Receive | undefined;
  const invoke = vi.fn(async () => ({ ok: true, value: 1 }));
  const wire: Wire = { invoke, on: (_channel, listener) => (receive = listener) };
  return { wire, invoke, push: (...args: unknown[]) => receive?.({ sender: 'secret' }, ...args) };
}
const status = (state: string) => ({ child: 'sandbox', state });

describe('names', () => {
  it('are those of the contract, no more and no fewer', () => {
    expect(Object.keys(methods).every(isMethod)).toBe(true);
    expect(Object.keys(events).every(isEvent)).toBe(true);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'app.bootstrap ', '', 7, null, {}])(
    'refuse %j',
    (name) => {
      expect(isMethod(name)).toBe(false);
      expect(isEvent(name)).toBe(false);
    },
  );
});

describe('call', () => {
  it('sends a known method with its input over the one channel', async () => {
    const { wire, invoke } = fakeWire();
    expect(await createBridge(wire).call('app.restartChild', { child: 'backend' })).toEqual({
      ok: true,
      value: 1,
    });
    expect(invoke.mock.calls).toEqual([['app:call', 'app.restartChild', { child: 'backend' }]]);
  });

  it('answers an unknown method itself', async () => {
    const { wire, invoke } = fakeWire();
    const answer = await createBridge(wire).call('__proto__' as 'app.bootstrap', {});
    expect(answer).toMatchObject({ ok: false, error: { code: 'boundary.unknown_method' } });
    expect(invoke).not.toHaveBeenCalled();
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

  it('ignores an event that is none and a listener that is none', () => {
    const bridge = createBridge(fakeWire().wire);
    expect(() => bridge.on('__proto__' as 'child.changed', () => undefined)()).not.toThrow();
    expect(() => bridge.on('child.changed', 'x' as never)()).not.toThrow();
  });
});
