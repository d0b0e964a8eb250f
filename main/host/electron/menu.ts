import type { MenuItemConstructorOptions } from 'electron';

/**
 * Standard roles only. The page has its own keys (`renderer/app/keys.logic.ts`: mod+K, mod+R, mod+O, mod+1…9),
 * and a menu accelerator would take them first, so Reload has none and the View menu is written out.
 */
export function menuTemplate(options: {
  readonly mac: boolean;
  readonly packaged: boolean;
  readonly reload: () => void;
}): MenuItemConstructorOptions[] {
  const tools: MenuItemConstructorOptions[] = options.packaged
    ? []
    : [{ role: 'toggleDevTools' }, { type: 'separator' }];
  return [
    ...(options.mac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [{ role: options.mac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { label: 'Reload', click: options.reload },
        ...tools,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: 'Window',
      submenu: [{ role: 'minimize' }, ...(options.mac ? [] : [{ role: 'close' } as const])],
    },
  ];
}
