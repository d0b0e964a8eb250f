import type { TokenAuth } from '../../../shared/domain/token/claims.ts';
import { byFeature } from './claims.logic.ts';
import classes from './token.module.css';

/** What `fea`, `o.per` and `o.fpm` mean together: the permissions, by feature. */
export function DecodedPermissions(props: { auth: TokenAuth }) {
  const { orgId, orgPermissions, version } = props.auth;
  if (orgId === null) return null;
  const from = version === 1 ? 'org_permissions' : 'fea, o.per and o.fpm';
  return (
    <tr className={classes['decoded']} data-claim="permissions">
      <th scope="row">Permissions</th>
      <td colSpan={3}>
        {orgPermissions.length === 0 ? (
          <span className="dim">None that a token carries.</span>
        ) : (
          <ul className={classes['permissions']} aria-label="Permissions">
            {byFeature(orgPermissions).map(({ feature, actions }) => (
              <li key={feature}>
                <code>org:{feature}:</code>
                {actions.map((action) => (
                  <code key={action} className={classes['action']}>
                    {action}
                  </code>
                ))}
              </li>
            ))}
          </ul>
        )}
        <p className={classes['meaning']}>
          Decoded from {from}. System permissions (org:sys_…) are never in a token.
        </p>
      </td>
    </tr>
  );
}

/** What `fea` and `pla` mean: features and plans of the organization and of the user. */
export function DecodedLists(props: { auth: TokenAuth }) {
  const { features, plans } = props.auth;
  const lists = [
    ['Organization features', features.org],
    ['User features', features.user],
    ['Organization plans', plans.org],
    ['User plans', plans.user],
  ] as const;
  const filled = lists.filter(([, slugs]) => slugs.length > 0);
  if (filled.length === 0) return null;
  return (
    <tr className={classes['decoded']}>
      <th scope="row">Means</th>
      <td colSpan={3}>
        <dl className={classes['lists']}>
          {filled.map(([name, slugs]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {slugs.map((slug) => (
                  <code key={slug} className={classes['action']}>
                    {slug}
                  </code>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </td>
    </tr>
  );
}
