import { asAppError } from '../../../app/errors.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import type { WhoChoice } from '../who/useWho.ts';
import classes from './preview.module.css';

/** The records could not be read anew: the preview goes on with those there are, and says so. */
export function StaleNote(props: { who: WhoChoice }) {
  const { query, listError, retry } = props.who;
  const cause = query.isError ? asAppError(query.error) : listError;
  if (cause === null || query.data === undefined) return null;
  return (
    <p className={classes['stale']} role="alert">
      {cause.message} The preview goes on with the records read{' '}
      <RelativeTime atMs={query.dataUpdatedAt} />.{' '}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </p>
  );
}
