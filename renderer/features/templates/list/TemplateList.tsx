import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { isDenied } from '../../../app/services.tsx';
import { Tag } from '../../../ui/Tag.tsx';
import type { ListLine } from './lines.logic.ts';
import classes from './list.module.css';

/** The templates; where there is no room for a list, a select takes its place. */
export function TemplateList(props: {
  lines: readonly ListLine[];
  selected: string | null;
  error: AppError | null;
  connected: boolean;
  onSelect: (key: string) => void;
  onRetry: () => void;
  menu: ReactNode;
  foot: ReactNode;
}) {
  const { lines, selected } = props;
  return (
    <nav className={classes['list']} aria-label="Templates">
      {props.menu}
      <ul className={classes['entries']}>
        {lines.map((line) => (
          <li key={line.key} data-session={line.isSession}>
            <button
              type="button"
              className={classes['entry']}
              aria-current={line.key === selected}
              onClick={() => props.onSelect(line.key)}
            >
              <span>{line.name}</span>
              <Mark word={line.word} />
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
        data={lines.map(({ key, name, word }) => ({
          value: key,
          label: `${name}${word === null ? '' : ` (${word})`}`,
        }))}
      />
      {props.foot}
      <Trouble {...props} />
    </nav>
  );
}

function Mark(props: { word: string | null }) {
  const { word } = props;
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
