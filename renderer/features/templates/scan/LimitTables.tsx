import { Tooltip } from '@mantine/core';
import { formatBytes, formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import type { ScanLimit } from './evaluation.logic.ts';
import type { ScanSummary } from './summary.logic.ts';
import { tightest, wallTone, type Tone } from './scan.logic.ts';
import classes from './scan.module.css';

/** How many are over each limit. */
export function LimitsTable(props: { result: ScanSummary }) {
  return (
    <Panel title="Limits" flush>
      <table className={tableClass} aria-label="Over each limit">
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col" data-align="end">
              Bytes
            </th>
            <th scope="col" data-align="end">
              Users over
            </th>
            <th scope="col" data-align="end">
              Tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {props.result.limits.map((limit) => (
            <tr key={limit.name} data-over={limit.over > 0}>
              <th scope="row" aria-label={limit.name}>
                <Rule limit={limit} />
              </th>
              <td data-align="end">{formatCount(limit.bytes)}</td>
              <td data-align="end">
                <Over count={limit.usersOver} tone={wallTone(limit.name)} />
              </td>
              <td data-align="end">
                <Over count={limit.over} tone={wallTone(limit.name)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

const Over = ({ count, tone }: { count: number; tone: Tone }) =>
  count === 0 ? 'none' : <b data-tone={tone}>{formatCount(count)}</b>;

function Rule({ limit: { name, rule } }: { limit: ScanLimit }) {
  return (
    <Tooltip label={rule} multiline w={300}>
      <button type="button" aria-label={`${name}: what it is`} className={classes['rule']}>
        {name}
      </button>
    </Tooltip>
  );
}

/** What each claim would win if it were dropped, for the limit that the sentence speaks of. */
export function FixesTable(props: { result: ScanSummary }) {
  const limit = tightest(props.result);
  if (limit === null) return null;
  return (
    <Panel
      title="What would help"
      aside={<span className="dim">{limit.name.toLowerCase()}</span>}
      flush
    >
      {limit.fixes.length === 0 ? (
        <p className={classes['nothing']}>
          No claim alone brings anybody under {formatCount(limit.bytes)} bytes.
        </p>
      ) : (
        <table className={tableClass} aria-label="Fixes">
          <thead>
            <tr>
              <th scope="col">Drop</th>
              <th scope="col" data-align="end">
                Tokens fixed
              </th>
              <th scope="col" data-align="end">
                Wins, where over
              </th>
            </tr>
          </thead>
          <tbody>
            {limit.fixes.map(({ claim, fixes, wonWhereOver }) => (
              <tr key={claim}>
                <th scope="row">
                  <code className={classes['name']}>{claim}</code>
                </th>
                <td data-align="end">
                  {formatCount(fixes)} of {formatCount(limit.over)}
                </td>
                <td data-align="end">{formatBytes(Math.round(wonWhereOver))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
