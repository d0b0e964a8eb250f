import type {
  Menu as ElectronMenu,
  MenuItemConstructorOptions,
  NativeTheme,
  Shell,
} from 'electron';
import { covered } from './covered.ts';

const links: string[] = [];

/** Links leave the app: they are noted, nothing is opened. Tests ask for `standInLinks`. */
export const shell = covered<Shell & { standInLinks(): string[] }>('shell', {
  openExternal: async (url: string) => void links.push(url),
  standInLinks: () => links,
});

export const nativeTheme = covered<NativeTheme>('nativeTheme', {
  themeSource: 'system',
  shouldUseDarkColors: false,
});

let applicationMenu: ElectronMenu | null = null;

/** The template as it was given; roles are names only. */
export const Menu = covered<typeof ElectronMenu>('Menu', {
  buildFromTemplate: (items: MenuItemConstructorOptions[]) =>
    covered<ElectronMenu>('menu', { items }),
  setApplicationMenu: (menu: ElectronMenu | null) => {
    applicationMenu = menu;
  },
  getApplicationMenu: () => applicationMenu,
});
