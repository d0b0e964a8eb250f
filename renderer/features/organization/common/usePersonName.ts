import { MemberList } from '../../../../shared/contract/http.ts';
import { useApi, useSession } from '../../../app/services.tsx';
import { adminsPath, firstMembersPath } from '../members/members.logic.ts';

/** Names of people, where the first page of members, the admins or the session tell them; undefined for others. */
export function usePersonName(): (userId: string) => string | undefined {
  const self = useSession((state) => state.person);
  const inOrganization = useSession((state) => state.organization !== null);
  const members = useApi(firstMembersPath, MemberList, { enabled: inOrganization });
  const list = members.data;
  // Only where somebody is not on the first page.
  const admins = useApi(adminsPath, MemberList, {
    enabled: inOrganization && list !== undefined && list.data.length < list.total,
  });
  return (userId) =>
    self?.id === userId
      ? self.name
      : [...(list?.data ?? []), ...(admins.data?.data ?? [])].find(
          (member) => member.userId === userId,
        )?.name;
}
