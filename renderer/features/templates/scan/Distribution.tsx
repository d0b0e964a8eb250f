import { Tooltip } from '@mantine/core';
import type { ScanReport } from '../../../../shared/domain/template/scan.ts';
import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { formatBytes, formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { plotOf, type Plot } from './plot.logic.ts';
import classes from './scan.module.css';

/** How the sizes are spread, with the walls drawn in; the same as a table below. */
export function Distribution(props: { report: ScanReport; walls: readonly Wall[] }) {
  const { report } = props;
  const plot = plotOf(report, props.walls);
  const figures = [
    ['p50', report.p50],
    ['p95', report.p95],
    ['p99', report.p99],
    ['Largest', report.max],
  ] as const;
  return (
    <Panel
      title={`Custom claims, ${formatCount(report.count)} places`}
      aside={<span className="dim">bytes per token</span>}
    >
      <Bars plot={plot} />
      <dl className={classes['figures']}>
        {figures.map(([name, bytes]) => (
          <div key={name} data-over={bytes > report.limit}>
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
          <Tooltip
            key={from}
            label={`${formatCount(count)} of ${formatCount(from)} to ${formatCount(to - 1)} B`}
          >
            <span
              className={classes['bar']}
              data-over={isOver}
              style={{ insetInlineStart: `${left}%`, width: `${width}%`, height: `${height}%` }}
            />
          </Tooltip>
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
