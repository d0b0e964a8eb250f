import { RoleSet } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { rolesLost } from './roles.logic.ts';
import { SetDialog } from './SetDialog.tsx';

/** Gives the active organization another role set. */
export function RoleSetAssignmentDialog(props: {
  set: RoleSet;
  /** The set it has now, where it is among those known. */
  before: RoleSet | undefined;
  ownKey: string | null;
  organization: Membership;
  onClose: () => void;
}) {
  const { set, before, organization } = props;
  const { api } = useServices();
  const lost = before === undefined ? [] : rolesLost(before, set);
  return (
    <SetDialog
      title={`Give ${organization.name} the role set ${set.name}?`}
      action="Give it this set"
      ready
      effect={`${organization.name} may then give ${set.roles.map(({ key }) => key).join(', ')}.${
        lost.length === 0
          ? ''
          : ` No longer: ${lost.join(', ')}; it is refused while a member holds one of them.`
      } No other organization changes.`}
      work={() =>
        api('/v1/org/role-set', {
          method: 'PUT',
          body: { roleSet: set.key, ...(props.ownKey === null ? {} : { expected: props.ownKey }) },
          schema: RoleSet,
        })
      }
      onClose={props.onClose}
    />
  );
}
