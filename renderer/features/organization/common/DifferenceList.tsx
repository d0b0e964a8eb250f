import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { momentIn, type Difference } from './difference.logic.ts';
import classes from './common.module.css';

/** More than this many rows are folded away behind their number. */
const shownAtOnce = 4;

/** What was there before and what after, key by key. */
export function DifferenceList({ rows }: { rows: readonly Difference[] }) {
  if (rows.length === 0) return <span className="dim">No difference.</span>;
  const list = (some: readonly Difference[]) => (
    <ul className={classes['diff']}>
      {some.map(({ path, before, after }) => (
        <li key={path}>
          {path !== '' && <code className="dim">{path}</code>}
          <span>
            {before !== null && (
              <del>
                <Value path={path} json={before} />
              </del>
            )}
            <span className="sr-only">{before === null ? 'added as' : 'became'}</span>
            <span aria-hidden>{before === null ? '' : ' → '}</span>
            {after === null ? (
              <span className="dim">removed</span>
            ) : (
              <ins>
                <Value path={path} json={after} />
              </ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
  if (rows.length <= shownAtOnce) return list(rows);
  return (
    <details>
      <summary>{rows.length} changes</summary>
      {list(rows)}
    </details>
  );
}

/** A moment as people say it, anything else as JSON. */
function Value({ path, json }: { path: string; json: string }) {
  const atMs = momentIn(path, json);
  return atMs === null ? <>{json}</> : <RelativeTime atMs={atMs} />;
}
