import type { HasExplanation } from '../../../shared/domain/access/has.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import classes from './access.module.css';

/** The smallest ways from no to yes, each tried out, and what else bears on the check. */
export function FixesPanel({ explanation }: { explanation: HasExplanation }) {
  const { fixes, notes, result } = explanation;
  return (
    <Panel title="What would make it yes">
      {result && <p className={classes['none']}>It is yes already.</p>}
      {!result && fixes.length === 0 && (
        <p className={classes['none']}>No set of changes known here makes it yes.</p>
      )}
      {fixes.length > 0 && (
        <ul className={classes['fixes']} aria-label="Fixes">
          {fixes.map(({ steps }) => (
            <li key={steps.join(' ')}>
              {steps.length === 1 ? (
                <p>{steps[0]}</p>
              ) : (
                <ol>
                  {steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              )}
              <Tag tone="good">tried out: yes</Tag>
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <ul className={classes['notes']} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
