import type { ComparedName, VersionComparison } from '../../../shared/domain/token/versions.ts';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { Tag } from '../../ui/Tag.tsx';
import classes from './inspect.module.css';

const names: Readonly<Record<ComparedName, string>> = {
  orgId: 'Organization',
  orgSlug: 'Slug',
  orgRole: 'Role',
  orgPermissions: 'Permissions',
  features: 'Features',
  plans: 'Plans',
  sessionStatus: 'Session status',
};

/** The same claims as read by code for version 1 and for version 2, and what each of them loses. */
export function VersionsPanel(props: { versions: VersionComparison }) {
  const { rows, losses, version } = props.versions;
  // What neither reader finds says nothing about either.
  const found = rows.filter(({ v1, v2 }) => v1 !== null || v2 !== null);
  const other = version === 2 ? 'Version 1' : 'Version 2';
  return (
    <Panel flush title="Version 1 and version 2 readers">
      <p className={classes['lead']}>
        {losses.length === 0
          ? 'Code for either version reads the same out of this token.'
          : `Code written for ${other.toLowerCase()} loses ${losses.length === 1 ? 'one fact' : `${losses.length} facts`} of this token.`}
      </p>
      <table className={tableClass} aria-label="Version 1 and version 2 readers">
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Version 1 reader</th>
            <th scope="col">Version 2 reader</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ name, v1, v2, v1Claim, v2Claim, isSame }) => (
            <tr key={name} data-same={isSame}>
              <th scope="row">
                {names[name]} {!isSame && <Tag tone="warn">differs</Tag>}
              </th>
              <Reading claim={v1Claim} value={v1} />
              <Reading claim={v2Claim} value={v2} />
            </tr>
          ))}
        </tbody>
      </table>
      {losses.length > 0 && (
        <ul className={classes['losses']} aria-label="What is lost">
          {losses.map((loss) => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Reading(props: { claim: string | null; value: string | null }) {
  return (
    <td className={classes['reading']}>
      {props.value === null ? <i className="dim">nothing</i> : <code>{props.value}</code>}
      <span className="dim">{props.claim === null ? 'no such claim' : props.claim}</span>
    </td>
  );
}
