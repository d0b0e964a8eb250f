import { isOwnUrl } from './scheme.ts';

interface Frame {
  readonly url: string;
}

/** What is looked at of an IPC event. `senderFrame` is null when its frame is gone by now. */
export interface SenderEvent {
  readonly senderFrame: Frame | null;
  readonly sender: { readonly mainFrame: Frame };
}

/**
 * Whether a message comes from the app's own page: the top frame of its window, showing the app's origin. A
 * subframe, a page that took the window's place and a frame that is already gone are strangers.
 */
export function isOwnSender(sent: SenderEvent): boolean {
  try {
    const frame = sent.senderFrame;
    return frame !== null && frame === sent.sender.mainFrame && isOwnUrl(frame.url);
  } catch {
    // Reading a frame that was disposed meanwhile throws.
    return false;
  }
}
