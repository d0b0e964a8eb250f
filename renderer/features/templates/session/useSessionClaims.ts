import { useCallback, useState } from 'react';
import { SessionClaims } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { callHost } from '../../../app/bridge.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApi, useHost, useServices } from '../../../app/services.tsx';
import { sessionStateOf, type SessionState } from './session.logic.ts';

export interface SessionChoice {
  /** Null until the backend answered, and for whoever it is denied to. */
  readonly state: SessionState | null;
  readonly isPending: boolean;
  readonly error: AppError | null;
  readonly retry: () => void;
  /** Keeps claims as what is set in Clerk's Dashboard, from now on; null forgets it. */
  readonly mark: (claims: JsonObject | null) => Promise<boolean>;
  readonly markError: AppError | null;
}

/** The session token customization of the instance, or what somebody said it is. For operators. */
export function useSessionClaims(enabled: boolean): SessionChoice {
  const { bridge, host, bootstrap } = useServices();
  const { id } = bootstrap.instance;
  const query = useApi('/v1/session-claims', SessionClaims, { enabled });
  const marks = useHost(({ settings }) => settings.dashboardClaims);
  const [markError, setMarkError] = useState<AppError | null>(null);
  const known = marks !== undefined && Object.hasOwn(marks, id) ? marks[id] : undefined;

  const mark = async (claims: JsonObject | null): Promise<boolean> => {
    const others = Object.entries(marks ?? {}).filter(([instance]) => instance !== id);
    const own = claims === null ? [] : [[id, { claims, atMs: Date.now() }] as const];
    try {
      const settings = await callHost(bridge, 'settings.update', {
        dashboardClaims: Object.fromEntries([...others, ...own]),
      });
      host.setState({ settings });
      setMarkError(null);
      return true;
    } catch (cause) {
      setMarkError(asAppError(cause));
      return false;
    }
  };

  const { refetch } = query;
  const retry = useCallback((): void => void refetch(), [refetch]);
  return {
    state: query.data === undefined ? null : sessionStateOf(query.data, known),
    isPending: query.isPending,
    error: query.isError ? asAppError(query.error) : null,
    retry,
    mark,
    markError,
  };
}
