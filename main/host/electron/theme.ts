import type { NativeTheme } from 'electron';
import { Settings } from '../../../shared/contract/app.ts';
import type { Host } from '../../services/ports.ts';

const sources = { auto: 'system', light: 'light', dark: 'dark' } as const;

/** Native parts (menus, the window before its first paint) follow the console's setting. */
export function applyTheme(
  nativeTheme: Pick<NativeTheme, 'themeSource'>,
  settings: Settings,
): void {
  nativeTheme.themeSource = sources[settings.colorScheme];
}

/** Follows a change of the setting as it passes by. */
export const followingTheme =
  (nativeTheme: Pick<NativeTheme, 'themeSource'>, call: Host['call']): Host['call'] =>
  async (method, input) => {
    const answer = await call(method, input);
    if (method === 'settings.update' && answer.ok) {
      const settings = Settings.safeParse(answer.value);
      if (settings.success) applyTheme(nativeTheme, settings.data);
    }
    return answer;
  };
