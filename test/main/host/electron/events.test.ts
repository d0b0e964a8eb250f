import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { createPageEvents } from '../../../../main/host/electron/events.ts';

const fakePage = () => {
  const sent: unknown[][] = [];
  let destroyed = false;
  const page = Object.assign(new EventEmitter(), {
    isDestroyed: () => destroyed,
    send: (...args: unknown[]) => void sent.push(args),
  });
  const destroy = (): void => {
    destroyed = true;
    page.emit('destroyed');
  };
  return { page, sent, destroy };
};
const ready = { child: 'sandbox', state: 'ready' } as const;
const failed = { child: 'sandbox', state: 'failed' } as const;

it('holds events until the preload listens, in order', () => {
  const events = createPageEvents();
  const { page, sent } = fakePage();
  events.emit('child.changed', ready);
  events.attach(page);
  events.emit('child.changed', failed);
  expect(sent).toEqual([]);
  page.emit('dom-ready');
  events.emit('child.changed', ready);
  expect(sent).toEqual([
    ['app:event', 'child.changed', ready],
    ['app:event', 'child.changed', failed],
    ['app:event', 'child.changed', ready],
  ]);
});

it('holds them again while the page is loaded anew', () => {
  const events = createPageEvents();
  const { page, sent } = fakePage();
  events.attach(page);
  page.emit('dom-ready');
  page.emit('did-navigate');
  events.emit('child.changed', ready);
  expect(sent).toEqual([]);
  page.emit('dom-ready');
  expect(sent).toHaveLength(1);
});

it('sends nothing to a page that is gone, and goes on with the next one', () => {
  const events = createPageEvents();
  const [first, second] = [fakePage(), fakePage()];
  events.attach(first.page);
  first.page.emit('dom-ready');
  first.destroy();
  events.emit('child.changed', ready);
  events.attach(second.page);
  first.page.emit('dom-ready');
  expect(second.sent).toEqual([]);
  second.page.emit('dom-ready');
  expect(first.sent).toEqual([]);
  expect(second.sent).toHaveLength(1);
});

it('keeps the newest when nobody comes', () => {
  const events = createPageEvents();
  const { page, sent } = fakePage();
  for (let at = 0; at < 1000; at += 1)
    events.emit('sandbox.code', { identifier: 'x', code: String(at), sentAtMs: at });
  events.attach(page);
  const send = vi.spyOn(page, 'send');
  page.emit('dom-ready');
  expect(send).toHaveBeenCalledTimes(200);
  expect(sent.at(-1)?.[2]).toMatchObject({ code: '999' });
});
