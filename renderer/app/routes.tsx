import { lazy, type ComponentType } from 'react';
import IconBraces from '@tabler/icons-react/icons/IconBraces';
import IconFingerprint from '@tabler/icons-react/icons/IconFingerprint';
import IconShieldCheck from '@tabler/icons-react/icons/IconShieldCheck';
import IconUsersGroup from '@tabler/icons-react/icons/IconUsersGroup';
import IconZoomCode from '@tabler/icons-react/icons/IconZoomCode';

/**
 * The pages, in the order of the rail. A page that does not exist yet is not in it.
 * Each page is a chunk of its own, loaded when it is first opened.
 */
export interface PageRoute {
  /** Fragment: `#/session`. */
  readonly path: string;
  /** Name in the rail, the palette and the window's title. */
  readonly title: string;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  readonly Page: ComponentType;
  /** The page says *No backend connected* itself when there is none. */
  readonly usesBackend: boolean;
}

export const routes: readonly PageRoute[] = [
  {
    path: 'session',
    title: 'Session',
    icon: IconFingerprint,
    Page: lazy(async () => ({
      default: (await import('../features/session/SessionPage.tsx')).SessionPage,
    })),
    usesBackend: false,
  },
  {
    path: 'inspect',
    title: 'Inspect',
    icon: IconZoomCode,
    Page: lazy(async () => ({
      default: (await import('../features/inspect/InspectPage.tsx')).InspectPage,
    })),
    usesBackend: false,
  },
  {
    path: 'templates',
    title: 'Templates',
    icon: IconBraces,
    Page: lazy(async () => ({
      default: (await import('../features/templates/TemplatesPage.tsx')).TemplatesPage,
    })),
    usesBackend: true,
  },
  {
    path: 'access',
    title: 'Access',
    icon: IconShieldCheck,
    Page: lazy(async () => ({
      default: (await import('../features/access/AccessPage.tsx')).AccessPage,
    })),
    usesBackend: false,
  },
  {
    path: 'organization',
    title: 'Organization',
    icon: IconUsersGroup,
    Page: lazy(async () => ({
      default: (await import('../features/organization/OrganizationPage.tsx')).OrganizationPage,
    })),
    usesBackend: true,
  },
];

/** The page to show for a path; the first one when the path names none. */
export function routeFor(path: string): PageRoute {
  const found = routes.find((route) => route.path === path) ?? routes[0];
  if (found === undefined) throw new Error('the console has no pages');
  return found;
}
