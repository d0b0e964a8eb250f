import type { WebContents } from 'electron';
import type { EventName, EventPayload } from '../../../shared/contract/table.ts';

type Page = Pick<WebContents, 'isDestroyed' | 'send'> & {
  on(event: 'dom-ready' | 'did-navigate' | 'destroyed', listener: () => void): unknown;
};

/** More than any page misses while it loads; a page that never loads costs no more than this. */
const heldAtMost = 200;

export interface PageEvents {
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
  attach(page: Page): void;
}

/**
 * Pushes events to the page. What happens before its preload listens is held and sent then: after the start,
 * after a reload, and while no window is open.
 */
export function createPageEvents(): PageEvents {
  const held: [EventName, unknown][] = [];
  let page: Page | undefined;
  let ready = false;

  const deliver = (event: EventName, payload: unknown): void => {
    if (page !== undefined && ready && !page.isDestroyed()) {
      page.send('app:event', event, payload);
      return;
    }
    held.push([event, payload]);
    if (held.length > heldAtMost) held.shift();
  };

  return {
    emit: deliver,
    attach(next) {
      page = next;
      ready = false;
      next.on('did-navigate', () => {
        if (page === next) ready = false;
      });
      next.on('dom-ready', () => {
        if (page !== next) return;
        ready = true;
        for (const [event, payload] of held.splice(0)) deliver(event, payload);
      });
      next.on('destroyed', () => {
        if (page === next) page = undefined;
      });
    },
  };
}
