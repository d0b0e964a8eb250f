import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconInfoCircle from '@tabler/icons-react/icons/IconInfoCircle';
import { Panel } from '../../ui/Panel.tsx';
import type { Problem } from './analysis.logic.ts';
import classes from './templates.module.css';

const icons = { error: IconCircleX, warning: IconAlertTriangle, note: IconInfoCircle } as const;
const words = { error: 'Error', warning: 'Warning', note: 'Note' } as const;

/** What there is to know about the text, worst first; a click goes there. */
export function ProblemsPanel(props: {
  problems: readonly Problem[];
  onGo: (problem: Problem) => void;
}) {
  const { problems } = props;
  return (
    <Panel title={`Problems · ${problems.length}`} flush>
      {problems.length === 0 ? (
        <p className={classes['noProblems']}>None.</p>
      ) : (
        <ul className={classes['problems']} aria-label="Problems">
          {problems.map((problem) => {
            const Icon = icons[problem.severity];
            return (
              <li key={`${problem.code} ${problem.from} ${problem.message}`}>
                <button
                  type="button"
                  data-severity={problem.severity}
                  onClick={() => props.onGo(problem)}
                >
                  <Icon size={15} stroke={1.7} aria-hidden />
                  <span>
                    <span className="sr-only">{words[problem.severity]}: </span>
                    {problem.message}
                  </span>
                  <code>
                    {problem.line}:{problem.column}
                  </code>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
