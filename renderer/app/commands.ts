import { useMemo } from 'react';
import { useSetColorScheme } from './colorScheme.tsx';
import { commandKeys, type Keys } from './keys.logic.ts';
import { navigate } from './router.ts';
import { routes } from './routes.tsx';
import { useServices, useSession } from './services.tsx';

/** Something that can be run from the palette, and from the keyboard where it has keys. */
export interface Command {
  readonly id: string;
  readonly group: 'Pages' | 'Organizations' | 'Token' | 'Appearance' | 'Session';
  readonly title: string;
  readonly note?: string;
  readonly keys?: Keys;
  readonly run: () => void;
}

/** Every command that makes sense now. Failures show where they belong: in the page, the menu or the banner. */
export function useCommands(): readonly Command[] {
  const { bootstrap, refreshToken, switchOrganization, signOut } = useServices();
  const memberships = useSession((state) => state.memberships);
  const setScheme = useSetColorScheme();
  return useMemo(() => {
    const quietly = (work: Promise<void>): void => void work.catch(() => undefined);
    const keysOf = commandKeys(bootstrap.host);
    return [
      ...routes.map(({ path, title }, index): Command => ({
        id: `page-${path}`,
        group: 'Pages',
        title,
        keys: keysOf.page(index),
        run: () => navigate(path),
      })),
      {
        id: 'token-refresh',
        group: 'Token',
        title: 'Fetch a fresh token',
        keys: keysOf.refresh,
        run: () => quietly(refreshToken()),
      },
      {
        id: 'organization-none',
        group: 'Organizations',
        title: 'Personal account',
        note: 'no organization claim',
        run: () => quietly(switchOrganization(null)),
      },
      ...memberships.map(({ orgId, name, role }): Command => ({
        id: `organization-${orgId}`,
        group: 'Organizations',
        title: name,
        note: role,
        run: () => quietly(switchOrganization(orgId)),
      })),
      ...(['light', 'dark', 'auto'] as const).map((scheme): Command => ({
        id: `appearance-${scheme}`,
        group: 'Appearance',
        title: scheme === 'auto' ? 'Colours as the system' : `Colours: ${scheme}`,
        run: () => setScheme(scheme),
      })),
      {
        id: 'session-sign-out',
        group: 'Session',
        title: 'Sign out',
        run: () => quietly(signOut()),
      },
    ];
  }, [bootstrap.host, memberships, refreshToken, setScheme, signOut, switchOrganization]);
}
