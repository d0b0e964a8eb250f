import { MemberList } from '../../../../shared/contract/http.ts';
import { useApi, useSession } from '../../../app/services.tsx';
import { firstMembersPath } from '../members/members.logic.ts';

/** Names of people, where the first page of members or the session tells them; undefined for others. */
export function usePersonName(): (userId: string) => string | undefined {
  const self = useSession((state) => state.person);
  const inOrganization = useSession((state) => state.organization !== null);
  const members = useApi(firstMembersPath, MemberList, { enabled: inOrganization });
  return (userId) =>
    self?.id === userId
      ? self.name
      : members.data?.data.find((member) => member.userId === userId)?.name;
}
