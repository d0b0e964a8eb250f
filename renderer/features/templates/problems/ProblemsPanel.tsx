import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconInfoCircle from '@tabler/icons-react/icons/IconInfoCircle';
import type { PropertyFinding } from '../../../../shared/domain/template/properties.ts';
import type { Severity } from '../../../../shared/domain/template/types.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import type { Problem } from '../analysis.logic.ts';
import classes from './problems.module.css';

const icons = { error: IconCircleX, warning: IconAlertTriangle, note: IconInfoCircle } as const;
const words = { error: 'Error', warning: 'Warning', note: 'Note' } as const;

/** Problems drawn at most: a text with more of them has one cause that repeats. */
const mostShown = 100;

/** What there is to know about the template, worst first; a click goes there. */
export function ProblemsPanel(props: {
  problems: readonly Problem[];
  /** Of the properties: only what Clerk would refuse; the rest is said at their fields. */
  findings: readonly PropertyFinding[];
  onGo: (problem: Problem) => void;
  onProperties: () => void;
}) {
  const { problems } = props;
  const refused = props.findings.filter(({ severity }) => severity === 'error');
  const count = problems.length + refused.length;
  return (
    <Panel title={`Problems · ${formatCount(count)}`} flush>
      {count === 0 ? (
        <p className={classes['none']}>None.</p>
      ) : (
        <ul className={classes['problems']} aria-label="Problems">
          {refused.map(({ message, severity }) => (
            <li key={message}>
              <Line severity={severity} place="properties" onClick={props.onProperties}>
                {message}
              </Line>
            </li>
          ))}
          {problems.slice(0, mostShown).map((problem, at) => (
            // Not by its place, which every letter before it moves.
            <li key={`${at} ${problem.code}`}>
              <Line
                severity={problem.severity}
                place={`${problem.line}:${problem.column}`}
                onClick={() => props.onGo(problem)}
              >
                {problem.message}
              </Line>
            </li>
          ))}
          {problems.length > mostShown && (
            <li className={classes['none']}>
              {formatCount(problems.length - mostShown)} more, of the same kinds.
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

function Line(props: { severity: Severity; place: string; onClick: () => void; children: string }) {
  const { severity } = props;
  const Icon = icons[severity];
  return (
    <button type="button" data-severity={severity} onClick={props.onClick}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span>
        <span className="sr-only">{words[severity]}: </span>
        {props.children}
      </span>
      <code>{props.place}</code>
    </button>
  );
}
