import { UserPage } from '../../../../shared/contract/http.ts';
import { useApi, useSession } from '../../../app/services.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { idOf, nameOf } from '../who/who.logic.ts';

/** Who made a version, by name where the instance still knows them. */
export function Actor(props: { userId: string | null }) {
  const { userId } = props;
  const self = useSession((state) => state.person);
  const isSelf = userId !== null && self?.id === userId;
  const found = useApi(`/v1/users?limit=5&query=${encodeURIComponent(userId ?? '')}`, UserPage, {
    enabled: userId !== null && !isSelf,
  });
  if (userId === null) return 'made elsewhere';
  if (isSelf) return `${self.name} (you)`;
  const user = found.data?.data.find((one) => idOf(one.user) === userId);
  return user === undefined ? <ShortId id={userId} label="user id" /> : nameOf(user.user);
}
