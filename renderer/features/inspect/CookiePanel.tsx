import { Panel } from '../../ui/Panel.tsx';
import { Tag } from '../../ui/Tag.tsx';
import type { TokenReport } from './report.logic.ts';
import classes from './inspect.module.css';

/** Which of the session cookies Clerk's SDK reads, and why that one. */
export function CookiePanel(props: { cookie: NonNullable<TokenReport['cookie']> }) {
  const { name, because, candidates, isCertain } = props.cookie;
  return (
    <Panel
      title="Which cookie"
      aside={
        <Tag tone={isCertain ? 'good' : 'warn'}>{isCertain ? 'as the SDK chooses' : 'likely'}</Tag>
      }
    >
      <p className={classes['keyLead']}>
        <code>{name}</code>: {because}
      </p>
      <ul className={classes['cookies']} aria-label="Session cookies in this header">
        {candidates.map((candidate) => (
          <li key={candidate}>
            <code>{candidate}</code>{' '}
            {candidate === name ? (
              <Tag tone="accent">read</Tag>
            ) : (
              <span className="dim">not read</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
