import type { AppError } from '../../../shared/errors/appError.ts';
import { FailureView } from '../../app/QueryView.tsx';
import { isDenied } from '../../app/services.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState } from '../../ui/views.tsx';
import type { Draft } from './draftStore.ts';
import { NewDraftMenu } from './list/NewDraftMenu.tsx';

/** Nothing to open: why, and that a draft can be written all the same. */
export function NoTemplates(props: {
  error: AppError | null;
  connected: boolean;
  onRetry: () => void;
  onPick: (draft: Omit<Draft, 'key'>) => void;
}) {
  const { error, connected } = props;
  return (
    <>
      <PageHeader
        sentence={noneSentence(error)}
        note={`A draft can be written${connected ? ' and previewed' : ''} all the same: it stays in this window and changes nothing on the instance.`}
        action={<NewDraftMenu onPick={props.onPick} />}
      />
      {error === null ? (
        <EmptyState title={connected ? 'No JWT templates yet.' : 'No backend connected'}>
          {connected
            ? 'Templates made in Clerk’s Dashboard appear here.'
            : 'The templates of the instance are read through the protected backend, which needs a secret key: set CLERK_SECRET_KEY and start Claimdeck again.'}
        </EmptyState>
      ) : (
        <FailureView error={error} onRetry={props.onRetry} />
      )}
    </>
  );
}

const noneSentence = (error: AppError | null): string => {
  if (error === null) return 'There is no template to show.';
  return isDenied(error)
    ? 'The templates of this instance are for its operators.'
    : 'The templates of this instance could not be read.';
};
