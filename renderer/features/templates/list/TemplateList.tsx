import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { isDenied } from '../../../app/services.tsx';
import { Tag } from '../../../ui/Tag.tsx';
import type { TemplateEntry } from '../entries.logic.ts';
import classes from './list.module.css';

/** The templates; where there is no room for a list, a select takes its place. */
export function TemplateList(props: {
  entries: readonly TemplateEntry[];
  selected: string | null;
  error: AppError | null;
  connected: boolean;
  onSelect: (key: string) => void;
  onRetry: () => void;
  menu: ReactNode;
  foot: ReactNode;
}) {
  const { entries, selected } = props;
  return (
    <nav className={classes['list']} aria-label="Templates">
      {props.menu}
      <ul className={classes['entries']}>
        {entries.map((entry) => (
          <li key={entry.key} data-session={entry.source.is === 'session'}>
            <button
              type="button"
              className={classes['entry']}
              aria-current={entry.key === selected}
              onClick={() => props.onSelect(entry.key)}
            >
              <span>{entry.name}</span>
              <Mark entry={entry} />
            </button>
          </li>
        ))}
      </ul>
      <NativeSelect
        size="xs"
        className={classes['select']}
        aria-label="Template"
        value={selected ?? ''}
        onChange={(change) => props.onSelect(change.currentTarget.value)}
        data={entries.map((entry) => ({
          value: entry.key,
          label: `${entry.name}${markWord(entry) === null ? '' : ` (${markWord(entry)})`}`,
        }))}
      />
      {props.foot}
      <Trouble {...props} />
    </nav>
  );
}

const markWord = ({ source, dirty }: TemplateEntry): string | null => {
  if (source.is === 'draft') return 'draft';
  if (!dirty) return null;
  return source.is === 'session' && source.session.from !== 'instance' ? 'changed' : 'unsaved';
};

function Mark(props: { entry: TemplateEntry }) {
  const word = markWord(props.entry);
  return word === null ? null : <Tag tone={word === 'draft' ? 'accent' : 'warn'}>{word}</Tag>;
}

/** Why the instance's templates are not in the list. Drafts work without them. */
function Trouble(props: { error: AppError | null; connected: boolean; onRetry: () => void }) {
  const { error } = props;
  if (!props.connected) {
    return (
      <p className={classes['trouble']}>
        No backend connected: the templates of the instance cannot be read, and there is nobody to
        preview a draft for.
      </p>
    );
  }
  if (error === null) return null;
  return (
    <div className={classes['trouble']} role={isDenied(error) ? undefined : 'alert'}>
      <p>{error.message}</p>
      {error.remedy !== undefined && <p>{error.remedy}</p>}
      {!isDenied(error) && (
        <button type="button" onClick={props.onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
