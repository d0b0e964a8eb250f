import { formatBytes } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import type { ClaimChange, TimelineEntry } from './timeline.logic.ts';
import classes from './session.module.css';

/** The tokens this window has seen, newest first, each with what changed since the one before. */
export function TimelinePanel(props: {
  entries: readonly TimelineEntry[];
  sizeOf: (raw: string) => number;
}) {
  return (
    <Panel title="Tokens seen">
      <ol className={classes['timeline']}>
        {props.entries.map((entry) => (
          <li key={`${entry.raw}-${entry.count}`} data-kind={entry.kind}>
            <div className={classes['moment']}>
              <b>{entry.title}</b>
              <span className="dim">
                <RelativeTime atMs={entry.receivedAtMs} /> · {formatBytes(props.sizeOf(entry.raw))}
              </span>
            </div>
            {entry.changes.length > 0 && <Changes changes={entry.changes} />}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

const signs = { added: '+', removed: '−', changed: '~' } as const;

function Changes(props: { changes: readonly ClaimChange[] }) {
  return (
    <ul className={classes['changes']}>
      {props.changes.map(({ path, kind, before, after }) => (
        <li key={path} data-kind={kind}>
          <span aria-hidden>{signs[kind]}</span>
          <span className="sr-only">{kind}</span>
          <code>{path}</code>
          <span className={classes['fromTo']}>
            {kind !== 'added' && <del>{brief(before)}</del>}
            {kind === 'changed' && <span aria-hidden> → </span>}
            {kind !== 'removed' && <ins>{brief(after)}</ins>}
          </span>
        </li>
      ))}
    </ul>
  );
}

const brief = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 78)}…`;
};
