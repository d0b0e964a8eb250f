import { isSystemPermission, type RoleDifference } from './roles.logic.ts';
import classes from './common.module.css';

/** What somebody can do more, and no more, side by side. */
export function PermissionChange({ difference }: { difference: RoleDifference | null }) {
  if (difference === null) return <p className="dim">What the roles allow is not known here.</p>;
  return (
    <div className={classes['gains']}>
      <Permissions title="Gains" tone="gain" names={difference.gains} />
      <Permissions title="Loses" tone="loss" names={difference.losses} />
    </div>
  );
}

function Permissions(props: { title: string; tone: 'gain' | 'loss'; names: readonly string[] }) {
  return (
    <section>
      <h3>{props.title}</h3>
      {props.names.length === 0 ? (
        <p className="dim">nothing</p>
      ) : (
        <ul data-tone={props.tone}>
          {props.names.map((name) => (
            <li key={name}>
              <code>{name}</code>
              {isSystemPermission(name) && (
                <span className="dim">Clerk’s own, never in a token</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
