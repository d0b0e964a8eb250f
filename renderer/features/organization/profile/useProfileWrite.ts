import { OrgProfile } from '../../../../shared/contract/http.ts';
import { useServices, useSession } from '../../../app/services.tsx';
import { useRefresh, useWork } from '../common/useWork.ts';

/** Writes to the organization's record on the version that was read; a lost race shows the newer one. */
export function useProfileWrite(etag: string) {
  const { api, switchOrganization } = useServices();
  const orgId = useSession((state) => state.organization?.orgId ?? null);
  const refresh = useRefresh();
  const { busy, error, run } = useWork();
  const write = (
    method: 'PATCH' | 'PUT',
    path: '/v1/org' | '/v1/org/metadata',
    body: unknown,
  ): Promise<boolean> =>
    run(async () => {
      try {
        await api(path, { method, body, etag, schema: OrgProfile });
      } catch (cause) {
        // What was typed stays; what it is compared with is read anew.
        await refresh();
        throw cause;
      }
      // clerk-js knows the old name and slug, and so does the token, until the organization is made active anew.
      // It is saved either way.
      if (path === '/v1/org') await switchOrganization(orgId).catch(() => undefined);
    });
  return { busy, error, write };
}
