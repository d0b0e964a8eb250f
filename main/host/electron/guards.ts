import type { Session, WebContents } from 'electron';
import { openableLink } from './links.ts';
import { isOwnUrl } from './scheme.ts';

/** The one permission a page gets, and only on its own origin: copying text that the user asked to copy. */
const granted = 'clipboard-sanitized-write';

/**
 * Keeps a window on the app's own pages: no navigation elsewhere in any frame, no redirect, no second window, no
 * webview. Links to listed sites open in the user's browser instead.
 */
export function guardContents(contents: WebContents, open: (url: string) => void): void {
  const stay = (details: { readonly url: string; preventDefault(): void }): void => {
    if (!isOwnUrl(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (attaching) => attaching.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = openableLink(url);
    if (link !== null) open(link);
    return { action: 'deny' };
  });
}

/** Nothing is permitted unless it is named here: permissions, devices, screen capture, downloads. */
export function guardSession(session: Session): void {
  // The spell checker fetches its dictionaries from a server of its own.
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === granted && details.isMainFrame && isOwnUrl(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === granted && isOwnUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.on('will-download', (download) => download.preventDefault());
}
