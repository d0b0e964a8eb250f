import type { AppError } from '../../../../shared/errors/appError.ts';
import classes from './common.module.css';

/** What went wrong, where it went wrong: the sentence, the remedy, the code. Nothing while all is well. */
export function Problem({ error }: { error: AppError | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className={classes['problem']}>
      {error.message} {error.remedy} <code>{error.code}</code>
    </p>
  );
}
