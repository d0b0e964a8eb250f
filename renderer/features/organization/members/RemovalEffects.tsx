import type { Role } from '../../../../shared/contract/http.ts';
import type { Membership } from '../../../app/sessionStore.ts';
import { managesMembers } from '../common/roles.logic.ts';
import classes from '../common/common.module.css';

/** What happens to people who are taken out. `roles` are those they hold. */
export function RemovalEffects(props: { roles: readonly Role[]; organization: Membership }) {
  const { roles, organization } = props;
  return (
    <ul className={classes['effects']}>
      <li>
        Membership and role in {organization.name} end in Clerk, with whatever metadata stands on
        the membership. Coming back takes a new invitation.
      </li>
      <li>
        Sessions go on: nobody is signed out, and other organizations are not touched. A token
        already issued names {organization.name} until it expires, at most 60 s from now; this
        backend’s writes are refused at once, reads when the token ends.
      </li>
      {roles.some(managesMembers) && (
        <li>
          {roles.map(({ key }) => key).join(', ')} can manage members. The last member who can is
          never removed: the backend refuses it.
        </li>
      )}
    </ul>
  );
}
