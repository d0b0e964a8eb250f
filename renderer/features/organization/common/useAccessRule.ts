import { AccessTable } from '../../../../shared/contract/http.ts';
import { useApi, useSession } from '../../../app/services.tsx';
import { useLiveToken } from '../../../app/useLiveToken.ts';
import { mayPass } from './access.logic.ts';

export interface RouteAccess {
  /** In the backend's words, *the role org:admin*; null until they are known. */
  readonly rule: string | null;
  /** False when the token at hand carries nothing the rule names. The server decides, this only forewarns. */
  readonly mayPass: boolean;
}

/** What the backend's own access table asks for at a route. */
export function useAccessRule(method: string, path: string): RouteAccess {
  const table = useApi('/v1/access', AccessTable);
  const token = useLiveToken();
  const inOrganization = useSession((state) => state.organization !== null);
  const rule =
    table.data?.data.find((entry) => entry.method === method && entry.path === path)?.rule ?? null;
  if (rule === null || token === null) return { rule, mayPass: true };
  const { orgRole, orgPermissions } = token.auth;
  return { rule, mayPass: mayPass(rule, orgRole, orgPermissions, inOrganization) };
}
