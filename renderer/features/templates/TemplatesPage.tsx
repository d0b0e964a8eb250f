import { useCallback } from 'react';
import { JwtTemplateList, type JwtTemplate } from '../../../shared/contract/http.ts';
import { asAppError } from '../../app/errors.ts';
import { useApi, useServices, useSession } from '../../app/services.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { Desk } from './Desk.tsx';
import { draftsOf } from './drafts.ts';
import { useSessionClaims } from './session/useSessionClaims.ts';
import { useWho } from './who/useWho.ts';

/** Templates of the instance and drafts of one's own, with what they make for the person signed in. */
export function TemplatesPage() {
  const { bootstrap } = useServices();
  const personId = useSession((state) => state.person?.id ?? '');
  const store = draftsOf(personId);
  const enabled = bootstrap.backendConnected;
  const templates = useApi('/v1/templates', JwtTemplateList, { enabled });
  // Other people, their organizations and the session token belong to the instance: for operators, like its templates.
  const isOperator = templates.isSuccess;
  const session = useSessionClaims(enabled);
  const who = useWho(isOperator);
  const { refetch } = templates;
  const retrySession = session.retry;
  const retry = useCallback((): void => {
    void refetch();
    retrySession();
  }, [refetch, retrySession]);

  // Both at once, so that the list does not move under the pointer.
  const isWaiting = templates.isPending || session.isPending;
  if (enabled && isWaiting && store.getState().selected === null) {
    return <LoadingSkeleton lines={10} />;
  }
  return (
    <Desk
      store={store}
      templates={templates.data?.data ?? noTemplates}
      session={session}
      who={who}
      isOperator={isOperator}
      connected={enabled}
      error={templates.isError ? asAppError(templates.error) : session.error}
      onRetry={retry}
    />
  );
}

const noTemplates: readonly JwtTemplate[] = [];
