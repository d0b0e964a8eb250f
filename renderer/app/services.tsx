import { createContext, use, type ReactNode } from 'react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { z } from 'zod';
import { useStore } from 'zustand';
import type { Bootstrap } from '../../shared/contract/app.ts';
import type { AppError } from '../../shared/errors/appError.ts';
import type { Api } from './api.ts';
import type { ClerkClient } from './clerk.ts';
import type { HostState, HostStore } from './hostStore.ts';
import type { SessionState, SessionStore } from './sessionStore.ts';
import type { HostBridge } from './webBridge.ts';

/** What every page is given. One per window; tests build their own. */
export interface Services {
  readonly bridge: HostBridge;
  readonly bootstrap: Bootstrap;
  readonly session: SessionStore;
  /** Children, link and settings, as the host tells them. */
  readonly host: HostStore;
  /** Undefined until Clerk's code has come. Pages that need somebody signed in always have it. */
  readonly clerk: ClerkClient | undefined;
  readonly api: Api;
  /** Tries again to reach the Frontend API. */
  readonly retry: () => void;
  /** Fetches a fresh token, past every cache. Throws what clerk-js throws. */
  readonly refreshToken: () => Promise<void>;
  /** `null` = the personal account. */
  readonly switchOrganization: (orgId: string | null) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

const Context = createContext<Services | undefined>(undefined);

export function ServicesProvider(props: { services: Services; children: ReactNode }) {
  return <Context value={props.services}>{props.children}</Context>;
}

export function useServices(): Services {
  const services = use(Context);
  if (services === undefined) throw new Error('useServices outside of ServicesProvider');
  return services;
}

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useServices().session, select);
}

export function useHost<T>(select: (state: HostState) => T): T {
  return useStore(useServices().host, select);
}

/**
 * Reads one document of the protected backend. Cached by person and organization, so that switching never
 * shows one organization's data under another's name.
 */
export function useApi<S extends z.ZodType>(
  path: `/v1/${string}`,
  schema: S,
  options: { enabled?: boolean } = {},
): UseQueryResult<z.output<S>> {
  const { api } = useServices();
  const key = useApiKey(path);
  return useQuery<z.output<S>>({
    queryKey: key,
    queryFn: ({ signal }) => api(path, { schema, signal }),
    enabled: options.enabled ?? true,
  });
}

/** The cache key of a backend document, for invalidation after a write. */
export function useApiKey(path: string): readonly unknown[] {
  const sessionId = useSession((state) => state.sessionId);
  const orgId = useSession((state) => state.organization?.orgId ?? null);
  return ['api', sessionId, orgId, path];
}

/** What a page shows when it stands on a failure: `kind` picks the view. */
export const isDenied = (error: AppError): boolean =>
  error.code === 'auth.denied' ||
  error.code === 'auth.operator_required' ||
  error.code === 'auth.organization_required';
