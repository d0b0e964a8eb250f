import { MemberList } from '../../../../shared/contract/http.ts';
import { useApi, useSession } from '../../../app/services.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { firstMembersPath } from '../members/members.logic.ts';

/** Who did something: by name where the first page of members or the session tells it, else by id. */
export function Person({ userId }: { userId: string }) {
  const self = useSession((state) => state.person);
  const members = useApi(firstMembersPath, MemberList);
  const name =
    self?.id === userId
      ? self.name
      : members.data?.data.find((member) => member.userId === userId)?.name;
  return name === undefined ? <ShortId id={userId} label="user id" /> : <>{name}</>;
}
