import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { formatBytes, formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';

import { plotOf, type Plot } from './plot.logic.ts';
import type { ScanSummary } from './summary.logic.ts';
import classes from './scan.module.css';

/** How the sizes are spread, with the walls drawn in; the same as a table below. */
export function Distribution(props: { result: ScanSummary; walls: readonly Wall[] }) {
  const { result, walls } = props;
  const limit = walls[0]?.bytes ?? Number.POSITIVE_INFINITY;
  const plot = plotOf({ ...result, limit }, walls);
  const figures = [
    ['p50', result.p50],
    ['p95', result.p95],
    ['p99', result.p99],
    ['Largest', result.max],
  ] as const;
  return (
    <Panel
      title={`Custom claims, ${formatCount(result.places)} places`}
      aside={<span className="dim">bytes per token</span>}
    >
      <Bars plot={plot} />
      <dl className={classes['figures']}>
        {figures.map(([name, bytes]) => (
          <div key={name} data-over={bytes > limit}>
            <dt>{name}</dt>
            <dd>{formatBytes(bytes)}</dd>
          </div>
        ))}
      </dl>
      <details className={classes['twin']}>
        <summary>As a table</summary>
        <table className={tableClass} aria-label="Distribution">
          <thead>
            <tr>
              <th scope="col">Bytes</th>
              <th scope="col" data-align="end">
                Places
              </th>
            </tr>
          </thead>
          <tbody>
            {plot.bars.map(({ from, to, count }) => (
              <tr key={from}>
                <td>
                  {formatCount(from)} to {formatCount(to - 1)}
                </td>
                <td data-align="end">{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}

function Bars(props: { plot: Plot }) {
  const { bars, walls, ticks } = props.plot;
  return (
    <div className={classes['plot']} aria-hidden>
      <div className={classes['area']}>
        {bars.map(({ from, to, count, left, width, height, isOver }) => (
          // The browser's own tooltip: one of ours for each bar would cost more than all the rest of the page.
          <span
            key={from}
            title={`${formatCount(count)} of ${formatCount(from)} to ${formatCount(to - 1)} B`}
            className={classes['bar']}
            data-over={isOver}
            style={{ insetInlineStart: `${left}%`, width: `${width}%`, height: `${height}%` }}
          />
        ))}
        {walls.map(({ name, bytes, left }, at) => (
          <span key={name} className={classes['wall']} style={{ insetInlineStart: `${left}%` }}>
            <span data-side={left > 60 ? 'before' : 'after'} style={{ top: at * 17 }}>
              {name} {formatCount(bytes)}
            </span>
          </span>
        ))}
      </div>
      <div className={classes['ticks']}>
        {ticks.map(({ bytes, left }) => (
          <span key={bytes} style={{ insetInlineStart: `${left}%` }}>
            {formatCount(bytes)}
          </span>
        ))}
      </div>
    </div>
  );
}
