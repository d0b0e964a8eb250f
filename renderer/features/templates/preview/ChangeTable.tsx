import type { ClaimChange } from '../../../../shared/domain/token/diff.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import { tableClass } from '../../../ui/tableClass.ts';
import classes from './changes.module.css';
import { valueText } from './preview.logic.ts';

/** A JSON pointer as people read it: `a › b`, with the slashes that names have of their own. */
const nameOfPath = (pointer: string): string =>
  pointer
    .slice(1)
    .split('/')
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join(' › ');

const words = { added: 'added', removed: 'removed', changed: 'changed' } as const;

/** Two sets of claims member by member, with a word beside each colour. */
export function ChangeTable(props: {
  label: string;
  before: string;
  after: string;
  changes: readonly ClaimChange[];
}) {
  return (
    <div className={classes['box']}>
      <table className={`${tableClass} ${classes['changes'] ?? ''}`} aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">{props.before}</th>
            <th scope="col">{props.after}</th>
          </tr>
        </thead>
        <tbody>
          {props.changes.map(({ path, kind, before, after }) => (
            <tr key={path} data-change={kind}>
              <th scope="row">
                <code>{nameOfPath(path)}</code>
                <span className={classes['word']}>{words[kind]}</span>
              </th>
              <Value column={props.before} value={before} />
              <Value column={props.after} value={after} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value(props: { column: string; value: Json | undefined }) {
  return (
    <td data-column={props.column} data-absent={props.value === undefined}>
      <code className={classes['value']}>{valueText(props.value)}</code>
    </td>
  );
}
