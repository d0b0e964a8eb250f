import type { ClaimChange } from '../../../../shared/domain/token/diff.ts';
import { tableClass } from '../../../ui/tableClass.ts';
import { ChangeTable } from '../preview/ChangeTable.tsx';
import type { PropertyChange } from '../properties/properties.logic.ts';
import classes from './save.module.css';

/** What differs between two versions: beside the claims first, which is easily overlooked, then in them. */
export function Differences(props: {
  properties: readonly PropertyChange[];
  changes: readonly ClaimChange[];
  /** Names of the two columns. */
  before: string;
  after: string;
  /** What is said when the claims are the same; null says nothing. */
  same: string | null;
}) {
  const { properties, changes, before, after, same } = props;
  return (
    <>
      {properties.length > 0 && (
        <div className={classes['differences']}>
          <table
            className={`${tableClass} ${classes['properties'] ?? ''}`}
            aria-label="Changes of the properties"
          >
            <thead>
              <tr>
                <th scope="col">Property</th>
                <th scope="col">{before}</th>
                <th scope="col">{after}</th>
              </tr>
            </thead>
            <tbody>
              {properties.map((change) => (
                <tr key={change.name}>
                  <th scope="row">{change.name}</th>
                  <td>{change.before}</td>
                  <td>
                    <b>{change.after}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changes.length > 0 && (
        <div className={classes['differences']}>
          <ChangeTable
            label="Changes of the claims"
            before={before}
            after={after}
            changes={changes}
          />
        </div>
      )}
      {changes.length === 0 && same !== null && <p className="dim">{same}</p>}
    </>
  );
}
