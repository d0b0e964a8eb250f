import type { Wall } from '../../../../shared/domain/template/walls.ts';
import { formatBytes, formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';

import { plotOf, type Plot } from './plot.logic.ts';
import { toneOf } from './scan.logic.ts';
import type { ScanSummary } from './summary.logic.ts';
import classes from './scan.module.css';

/** How the sizes are spread, with the walls drawn in; the same as a table below. */
export function Distribution(props: { result: ScanSummary; walls: readonly Wall[] }) {
  const { result, walls } = props;
  const plot = plotOf(result, walls);
  const figures = [
    ['p50', result.p50],
    ['p95', result.p95],
    ['p99', result.p99],
    ['Largest', result.max],
  ] as const;
  return (
    <Panel
      title={`Custom claims of ${formatCount(result.places)} tokens`}
      aside={<span className="dim">{asideOf(plot)}</span>}
    >
      <Bars plot={plot} />
      <dl className={classes['figures']}>
        {figures.map(([name, bytes]) => (
          <div key={name} data-tone={toneOf(bytes, walls)}>
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
                Tokens
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

const asideOf = ({ walls }: Plot): string =>
  walls.length === 0 ? 'bytes; every limit lies far beyond' : 'bytes';

function Bars(props: { plot: Plot }) {
  const { bars, walls, ticks } = props.plot;
  return (
    <div className={classes['plot']} aria-hidden>
      <div className={classes['area']}>
        {bars.map(({ from, to, count, left, width, height, tone }) => (
          // The browser's own tooltip: one of ours for each bar would cost more than all the rest of the page.
          <span
            key={from}
            title={`${formatCount(count)} of ${formatCount(from)} to ${formatCount(to - 1)} B`}
            className={classes['bar']}
            data-tone={tone}
            style={{ insetInlineStart: `${left}%`, width: `${width}%`, height: `${height}%` }}
          />
        ))}
        {walls.map(({ name, bytes, left, tone }, at) => (
          <span
            key={name}
            className={classes['wall']}
            data-tone={tone}
            style={{ insetInlineStart: `${left}%` }}
          >
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
