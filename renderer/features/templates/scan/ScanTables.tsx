import { Tooltip } from '@mantine/core';
import { valueTypes } from '../../../../shared/domain/template/valueTypes.ts';
import { formatBytes, formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { limitOf, type ScanResult, type ScanSubject } from './scan.logic.ts';
import classes from './scan.module.css';

/** How many are over each limit. */
export function WallsTable(props: { subject: ScanSubject; result: ScanResult }) {
  const { subject, result } = props;
  return (
    <Panel title="Limits" flush>
      <table className={tableClass} aria-label="Places over each limit">
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col" data-align="end">
              Bytes
            </th>
            <th scope="col" data-align="end">
              Over
            </th>
          </tr>
        </thead>
        <tbody>
          {subject.walls.map(({ name, bytes, rule }, at) => {
            const over = result.overWalls[at] ?? 0;
            return (
              <tr key={name} data-over={over > 0}>
                <th scope="row" aria-label={name}>
                  <Tooltip label={rule}>
                    <button
                      type="button"
                      aria-label={`${name}: what it is`}
                      className={classes['rule']}
                    >
                      {name}
                    </button>
                  </Tooltip>
                </th>
                <td data-align="end">{formatCount(bytes)}</td>
                <td data-align="end">
                  {over === 0 ? 'none' : <b className={classes['bad']}>{formatCount(over)}</b>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

/** What each claim would win if it were dropped. */
export function FixesTable(props: { result: ScanResult }) {
  const { report } = props.result;
  // What helps alone, and what helps only together with others.
  const helping = report.fixes.filter(
    ({ claim, fixes }) => fixes > 0 || report.together.includes(claim),
  );
  if (helping.length === 0) return null;
  return (
    <Panel title="What would help" flush>
      <table className={tableClass} aria-label="Fixes">
        <thead>
          <tr>
            <th scope="col">Drop</th>
            <th scope="col" data-align="end">
              Fixes
            </th>
            <th scope="col" data-align="end">
              Wins, where over
            </th>
          </tr>
        </thead>
        <tbody>
          {helping.slice(0, 6).map(({ claim, fixes, wonWhereOver }) => (
            <tr key={claim}>
              <th scope="row">
                <code>{claim}</code>
              </th>
              <td data-align="end">
                {formatCount(fixes)} of {formatCount(report.over)}
              </td>
              <td data-align="end">{formatBytes(Math.round(wonWhereOver))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** The largest, with the claims that cost them most. */
export function WorstTable(props: { subject: ScanSubject; result: ScanResult }) {
  const { report, worst } = props.result;
  const names = report.byClaim.map(({ claim }) => claim);
  return (
    <Panel title="Largest tokens" flush>
      <table className={tableClass} aria-label="Largest tokens">
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Organization</th>
            <th scope="col" data-align="end">
              Bytes
            </th>
            <th scope="col">Most of it, in bytes</th>
          </tr>
        </thead>
        <tbody>
          {report.worst.map((row, at) => {
            const place = worst[at];
            const isOver = row.bytes > limitOf(props.subject);
            return (
              <tr key={row.index}>
                <th scope="row">
                  {place?.user}
                  <span className={classes['second']}>
                    {place?.email ?? <ShortId id={row.userId ?? ''} />}
                  </span>
                </th>
                <td>{place?.organization ?? <span className="dim">personal account</span>}</td>
                <td data-align="end">
                  <span className={isOver ? classes['bad'] : undefined}>
                    {formatCount(row.bytes)}
                    {isOver && <span className="sr-only"> over</span>}
                  </span>
                </td>
                <td>
                  <CostBar claims={row.claims} names={names} bytes={row.bytes} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

function CostBar(props: { claims: readonly number[]; names: readonly string[]; bytes: number }) {
  const top = props.claims
    .map((bytes, at) => ({ bytes, name: props.names[at] ?? '' }))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, 3);
  return (
    <span className={classes['costs']}>
      {top.map(({ name, bytes }) => (
        <span key={name}>
          <code>{name}</code> {formatCount(bytes)}
        </span>
      ))}
    </span>
  );
}

/** Bytes of each claim over everybody, and what its values were. */
export function ClaimsTable(props: { result: ScanResult }) {
  const { report, types } = props.result;
  const costly = report.byClaim.toSorted((a, b) => b.total - a.total);
  const all = costly.reduce((sum, { total }) => sum + total, 0);
  return (
    <div className={classes['pair']}>
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
            {costly.map(({ claim, mean, max, total }) => (
              <tr key={claim}>
                <th scope="row">
                  <code>{claim}</code>
                </th>
                <td data-align="end">{formatCount(Math.round(mean))}</td>
                <td data-align="end">{formatCount(max)}</td>
                <td data-align="end">{Math.round((total / Math.max(1, all)) * 100)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title="Nulls and types" flush>
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
              </tr>
            </thead>
            <tbody>
              {types.map(({ path, counts }) => {
                const others = valueTypes.filter((type) => type !== 'null' && counts[type] > 0);
                return (
                  <tr key={path.join('\n')}>
                    <th scope="row">
                      <code>{path.join(' › ')}</code>
                    </th>
                    <td data-align="end">{counts.null === 0 ? '–' : formatCount(counts.null)}</td>
                    <td className={others.length > 1 ? classes['mixed'] : undefined}>
                      {others.length === 0
                        ? 'never set'
                        : others.length === 1
                          ? others[0]
                          : `mixed: ${others.map((type) => `${type} ${formatCount(counts[type])}`).join(', ')}`}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </Panel>
    </div>
  );
}
