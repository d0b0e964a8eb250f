import { ShortId } from '../../../ui/ShortId.tsx';
import { usePersonName } from './usePersonName.ts';

/** Who did something: by name where it is known, else by id. */
export function Person({ userId }: { userId: string }) {
  const name = usePersonName()(userId);
  return name === undefined ? <ShortId id={userId} label="user id" /> : <>{name}</>;
}
