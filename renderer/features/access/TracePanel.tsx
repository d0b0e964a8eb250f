import type { Dimension, HasExplanation } from '../../../shared/domain/access/has.ts';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { Verdict } from './Verdict.tsx';
import classes from './access.module.css';

const names: Readonly<Record<Dimension['name'], string>> = {
  organization: 'Organization',
  billing: 'Billing',
  reverification: 'Reverification',
};

/** The decision in three lines: what was asked, what was read where, and what came closest. */
export function TracePanel(props: {
  explanation: HasExplanation;
  /** Where server and client differ; null where they agree. */
  difference: string | null;
}) {
  const { explanation, difference } = props;
  return (
    <Panel
      flush
      title="Trace"
      aside={
        <Verdict
          verdict={explanation.result ? 'pass' : 'fail'}
          word={`has() is ${String(explanation.result)} on a ${explanation.side}`}
        />
      }
    >
      <table className={tableClass} aria-label="Trace">
        <thead>
          <tr>
            <th scope="col">Dimension</th>
            <th scope="col">Verdict</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {explanation.dimensions.map((dimension) => (
            <tr key={dimension.name} data-dimension={dimension.name}>
              <th scope="row">{names[dimension.name]}</th>
              <td>
                <Verdict verdict={dimension.verdict} />
              </td>
              <td className={classes['wrap']}>
                <Finding dimension={dimension} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes['difference']} data-differs={difference !== null}>
        {difference ?? 'Server and client give the same answer.'}
      </p>
    </Panel>
  );
}

function Finding({ dimension }: { dimension: Dimension }) {
  const { verdict, asked, found, from, reason, nearest } = dimension;
  if (verdict === 'skip') return <span className="dim">{reason}</span>;
  return (
    <>
      {reason}
      <span className={`dim ${classes['why'] ?? ''}`}>
        Asked: <code>{asked}</code>
      </span>
      <span className={`dim ${classes['why'] ?? ''}`}>
        Found: {found === null ? 'nothing' : <code>{found}</code>}
      </span>
      <span className={`dim ${classes['why'] ?? ''}`}>
        Read from: <code>{from}</code>
      </span>
      {nearest !== null && (
        <span className={`dim ${classes['why'] ?? ''}`}>
          Nearest: <code>{nearest}</code>
        </span>
      )}
    </>
  );
}
