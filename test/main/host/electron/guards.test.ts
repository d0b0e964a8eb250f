import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MenuItemConstructorOptions, Session } from 'electron';
import { debuggingSwitch } from '../../../../main/host/electron/flags.ts';
import { guardSession } from '../../../../main/host/electron/guards.ts';
import { openableLink } from '../../../../main/host/electron/links.ts';
import { menuTemplate } from '../../../../main/host/electron/menu.ts';
import { answerOwn } from '../../../../main/host/electron/origin.ts';
import { appSchemes } from '../../../../main/host/electron/scheme.ts';
import { windowOptions } from '../../../../main/host/electron/windowOptions.ts';

describe('window', () => {
  const options = windowOptions('/out', { dark: true, packaged: true });

  it('keeps the page in its sandbox', () => {
    expect(options.webPreferences).toEqual({
      preload: join('/out', 'preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: false,
    });
  });

  it('opens in the page’s own colours, hidden until it has painted', () => {
    const css = readFileSync(
      join(import.meta.dirname, '../../../../renderer/app/theme.css'),
      'utf8',
    );
    const [, light, dark] = /--cd-surface: light-dark\((#\w+), (#\w+)\)/.exec(css) ?? [];
    expect(options).toMatchObject({ show: false, backgroundColor: dark });
    expect(windowOptions('/out', { dark: false, packaged: false }).backgroundColor).toBe(light);
  });

  it('gives its scheme neither a way round the policy nor other origins', () => {
    expect(appSchemes.map(({ scheme }) => scheme)).toEqual(['app']);
    expect(appSchemes[0]?.privileges).not.toHaveProperty('bypassCSP');
    expect(appSchemes[0]?.privileges).not.toHaveProperty('corsEnabled');
  });
});

describe('session', () => {
  type Handlers = { [name: string]: (...args: never[]) => unknown };
  const handlers: Handlers = {};
  const note = (name: string) => (handler: Handlers[string]) => void (handlers[name] = handler);
  let spellChecker = true;
  guardSession({
    setSpellCheckerEnabled: (enabled: boolean) => void (spellChecker = enabled),
    setPermissionRequestHandler: note('request'),
    setPermissionCheckHandler: note('check'),
    setDevicePermissionHandler: note('device'),
    setDisplayMediaRequestHandler: note('display'),
    on: (_name: string, handler: Handlers[string]) => note('download')(handler),
  } as unknown as Session);
  const run = (name: string, ...args: unknown[]): unknown => handlers[name]?.(...(args as never[]));
  const requested = (permission: string, requestingUrl: string, isMainFrame = true): unknown => {
    let answer: unknown;
    run('request', {}, permission, (given: unknown) => (answer = given), {
      requestingUrl,
      isMainFrame,
    });
    return answer;
  };
  const own = 'app://renderer/index.html';

  it('grants copying, to the own page’s top frame', () => {
    expect(requested('clipboard-sanitized-write', own)).toBe(true);
    expect(requested('clipboard-sanitized-write', own, false)).toBe(false);
    expect(requested('clipboard-sanitized-write', 'https://elsewhere.test/')).toBe(false);
    expect(run('check', null, 'clipboard-sanitized-write', 'app://renderer/')).toBe(true);
    expect(run('check', null, 'clipboard-sanitized-write', 'app://other/')).toBe(false);
  });

  it.each([
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'hid',
    'fullscreen',
  ])('denies %s', (permission) => {
    expect(requested(permission, own)).toBe(false);
    expect(run('check', null, permission, 'app://renderer/')).toBe(false);
  });

  it('asks no server for dictionaries', () => {
    expect(spellChecker).toBe(false);
  });

  it('gives no device and no screen, and lets no download begin', () => {
    expect(run('device', {})).toBe(false);
    let streams: unknown = 'unanswered';
    run('display', {}, (given: unknown) => (streams = given));
    expect(streams).toBeNull();
    let prevented = false;
    run('download', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});

describe('links', () => {
  it.each([
    ['https://clerk.com/docs?x=1', 'https://clerk.com/docs?x=1'],
    ['https://dashboard.clerk.com', 'https://dashboard.clerk.com/'],
    ['https://CLERK.com\n/docs', 'https://clerk.com/docs'],
  ])('opens %j as %s', (url, opened) => {
    expect(openableLink(url)).toBe(opened);
  });

  it.each([
    'http://clerk.com/',
    'https://clerk.com:8443/',
    'https://user:pass@clerk.com/',
    'https://notclerk.com/',
    'https://clerk.com.evil.test/',
    'javascript:alert(1)//clerk.com',
    'file:///etc/passwd',
    'smb://clerk.com/share',
    'clerk.com',
    '',
  ])('does not open %j', (url) => {
    expect(openableLink(url)).toBeNull();
  });
});

it('answers its own host of the scheme and no other', async () => {
  const answer = answerOwn(async () => new Response('page'));
  expect(await (await answer(new Request('app://renderer/x'))).text()).toBe('page');
  const other = await answer(new Request('app://other/index.html'));
  expect(other.status).toBe(404);
  expect(other.headers.get('content-security-policy')).toBe("default-src 'none'");
});

describe('start', () => {
  const line = (...names: string[]) => ({ hasSwitch: (name: string) => names.includes(name) });

  it('refuses remote debugging in packaged builds only', () => {
    expect(debuggingSwitch(line('remote-debugging-port'), true)).toBe('remote-debugging-port');
    expect(debuggingSwitch(line('remote-debugging-pipe'), true)).toBe('remote-debugging-pipe');
    expect(debuggingSwitch(line('remote-debugging-port'), false)).toBeUndefined();
    expect(debuggingSwitch(line(), true)).toBeUndefined();
  });
});

describe('menu', () => {
  const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

  it.each([true, false])('takes no key from the page (mac: %s)', (mac) => {
    const all = items(menuTemplate({ mac, packaged: false, reload: () => undefined }));
    expect(all.filter(({ accelerator }) => accelerator !== undefined)).toEqual([]);
    // These roles bring CmdOrCtrl+R; the view menu brings both.
    const taken = ['reload', 'forceReload', 'viewMenu'];
    expect(all.filter(({ role }) => role !== undefined && taken.includes(role))).toEqual([]);
  });

  it('has developer tools in development only', () => {
    const roles = (packaged: boolean) =>
      items(menuTemplate({ mac: false, packaged, reload: () => undefined })).map(
        ({ role }) => role,
      );
    expect(roles(false)).toContain('toggleDevTools');
    expect(roles(true)).not.toContain('toggleDevTools');
  });
});
