import type { Session, WebContents } from 'electron';
import { toBrowser } from './addresses.ts';
import type { Params } from './cdp.ts';
import { CoveredEmitter, covered, preventable } from './covered.ts';
import { browser } from './runtime.ts';

type Check = Exclude<Parameters<Session['setPermissionCheckHandler']>[0], null>;
type Permission = Parameters<Check>[1];

/** Electron's names and the DevTools protocol's. */
const permissions: Partial<Record<Permission, Params>> = {
  'clipboard-sanitized-write': { name: 'clipboard-write', allowWithoutSanitization: false },
  'clipboard-read': { name: 'clipboard-read' },
  geolocation: { name: 'geolocation' },
  notifications: { name: 'notifications' },
  midi: { name: 'midi' },
  'persistent-storage': { name: 'persistent-storage' },
  'window-management': { name: 'window-management' },
};

class StandInSession
  extends CoveredEmitter
  implements
    Pick<
      Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'setSpellCheckerEnabled'
    >
{
  check: Check | null = null;

  constructor() {
    super('session', ['will-download']);
  }

  setPermissionCheckHandler(handler: Check | null): void {
    this.check = handler;
  }

  // Chromium asks nobody here: what the check handler says is settled before the page loads, and there is no
  // device to grant.
  setPermissionRequestHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

const part = new StandInSession();
export const defaultSession = covered<Session>('session', part);
export const session = covered<typeof Electron.session>('session', { defaultSession });

/** Tells Chromium what the app's check handler says for the origin that is about to be shown. */
export async function settlePermissions(contents: WebContents, url: string): Promise<void> {
  const { protocol } = await browser;
  const origin = `${url.split('/', 3).join('/')}/`;
  await Promise.all(
    Object.entries(permissions).map(([name, permission]) => {
      const details = { isMainFrame: true, requestingUrl: url };
      const granted = part.check?.(contents, name as Permission, origin, details) ?? true;
      return protocol.send('Browser.setPermission', {
        origin: toBrowser(origin),
        permission,
        setting: granted ? 'granted' : 'denied',
      });
    }),
  );
}

/** Downloads are offered to the app's listeners; only refusing them is covered. */
export async function watchDownloads(): Promise<void> {
  const { protocol } = await browser;
  protocol.on('Browser.downloadWillBegin', ({ guid, url }: Params) => {
    const download = preventable({});
    part.emit('will-download', download, covered('downloadItem', { getURL: () => url }));
    if (!download.defaultPrevented) {
      throw new Error(
        'A download that is not refused is not covered by the stand-in for Electron.',
      );
    }
    protocol.send('Browser.cancelDownload', { guid }).catch(() => undefined);
  });
  await protocol.send('Browser.setDownloadBehavior', { behavior: 'default', eventsEnabled: true });
}
