import { valueTypes, type TypeCount } from '../../../../shared/domain/template/valueTypes.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import type { ScanSubject } from './evaluation.logic.ts';
import { isChanged, isMixed, type ScanSummary } from './summary.logic.ts';
import classes from './scan.module.css';

/** Bytes of each claim over everybody. */
export function ClaimsTable(props: { result: ScanSummary }) {
  const { byClaim, claimCount, claimBytes } = props.result;
  return (
    <Panel title="Bytes per claim" flush>
      <table className={tableClass} aria-label="Bytes per claim">
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col" data-align="end">
              Mean
            </th>
            <th scope="col" data-align="end">
              Largest
            </th>
            <th scope="col" data-align="end">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {byClaim.map(({ claim, mean, max, total }) => (
            <tr key={claim}>
              <th scope="row">
                <code className={classes['name']}>{claim}</code>
              </th>
              <td data-align="end">{formatCount(Math.round(mean))}</td>
              <td data-align="end">{formatCount(max)}</td>
              <td data-align="end">{Math.round((total / Math.max(1, claimBytes)) * 100)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More count={claimCount - byClaim.length} what="claims" />
    </Panel>
  );
}

/** What the values were, and what becomes of those the instance mints now. */
export function TypesTable(props: { result: ScanSummary; subject: ScanSubject }) {
  const { types, typeCount } = props.result;
  const isCompared = (props.subject.deployed ?? null) !== null;
  return (
    <Panel title="Nulls and types" aside={<span className="dim">tokens</span>} flush>
      {types.length === 0 ? (
        <p className={classes['nothing']}>Every value is written in the template.</p>
      ) : (
        <table className={tableClass} aria-label="Nulls and types">
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col" data-align="end">
                Null
              </th>
              <th scope="col">Otherwise</th>
              {isCompared && <th scope="col">Against deployed</th>}
            </tr>
          </thead>
          <tbody>
            {types.map((type) => (
              <tr key={type.path.join('\n')}>
                <th scope="row">
                  <code className={classes['name']}>{type.path.join(' › ')}</code>
                </th>
                <td data-align="end">
                  {type.counts.null === 0 ? '–' : formatCount(type.counts.null)}
                </td>
                <td className={isMixed(type) ? classes['mixed'] : undefined}>{typeText(type)}</td>
                {isCompared && (
                  <td className={isChanged(type) ? classes['mixed'] : undefined}>
                    {changeText(type)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More count={typeCount - types.length} what="values" />
    </Panel>
  );
}

function More({ count, what }: { count: number; what: string }) {
  return count <= 0 ? null : (
    <p className={classes['nothing']}>
      {formatCount(count)} more {what} are in the JSON file.
    </p>
  );
}

const setTypes = ({ counts }: TypeCount) =>
  valueTypes.filter((type) => type !== 'null' && counts[type] > 0);

function typeText(type: TypeCount): string {
  const others = setTypes(type);
  if (others.length === 0) return 'never set';
  if (others.length === 1) return String(others[0]);
  return `mixed: ${others.map((name) => `${name} ${formatCount(type.counts[name])}`).join(', ')}`;
}

function changeText({ nulled, retyped }: TypeCount): string {
  const parts = [
    ...(nulled > 0 ? [`null for ${formatCount(nulled)}`] : []),
    ...(retyped > 0 ? [`another type for ${formatCount(retyped)}`] : []),
  ];
  return parts.length === 0 ? '–' : parts.join(', ');
}
