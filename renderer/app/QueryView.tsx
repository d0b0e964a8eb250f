import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { ChildName } from '../../shared/contract/app.ts';
import type { AppError } from '../../shared/errors/appError.ts';
import { DeniedView, EmptyState, ErrorView, LoadingSkeleton } from '../ui/views.tsx';
import { asAppError } from './errors.ts';
import { isDenied, useServices } from './services.tsx';

/**
 * One document of the backend in all its states: loading, denied, unreachable, failed, there. The last good value
 * stays on screen while a newer one is fetched.
 */
export function QueryView<T>(props: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isError'> & {
    refetch: () => Promise<unknown>;
  };
  lines?: number;
  /** What helps when the answer is a denial, for example organizations to switch to. */
  denied?: (error: AppError) => ReactNode;
  children: (data: T) => ReactNode;
}) {
  const { query } = props;
  if (query.data !== undefined) return props.children(query.data);
  if (query.isError) {
    return (
      <FailureView
        error={asAppError(query.error)}
        onRetry={() => void query.refetch()}
        {...(props.denied === undefined ? {} : { denied: props.denied })}
      />
    );
  }
  return <LoadingSkeleton lines={props.lines ?? 6} />;
}

/** The view that fits a failure: denied, no backend, a child that died, or simply failed. */
export function FailureView(props: {
  error: AppError;
  onRetry?: () => void;
  denied?: (error: AppError) => ReactNode;
}) {
  const { error } = props;
  if (isDenied(error)) return <DeniedView error={error} action={props.denied?.(error)} />;
  if (error.code === 'backend.not_connected') return <NoBackend />;
  const child = childOf(error);
  return (
    <ErrorView
      error={error}
      {...(props.onRetry === undefined ? {} : { onRetry: props.onRetry })}
      action={child === null ? undefined : <RestartButton child={child} />}
    />
  );
}

const childOf = ({ code }: AppError): ChildName | null => {
  if (code === 'backend.unreachable') return 'backend';
  return code === 'sandbox.unreachable' ? 'sandbox' : null;
};

/** Where a page needs the protected backend and there is none. */
export function NoBackend() {
  const { instance } = useServices().bootstrap;
  return (
    <EmptyState title="No backend connected">
      This page reads {instance.name} through the protected backend, which needs a secret key. Set{' '}
      <code>CLERK_SECRET_KEY</code> beside <code>CLERK_PUBLISHABLE_KEY</code> and start Claimdeck
      again. Session works without one.
    </EmptyState>
  );
}

function RestartButton(props: { child: ChildName }) {
  const { bridge } = useServices();
  const [asked, setAsked] = useState(false);
  const restart = async (): Promise<void> => {
    setAsked(true);
    await bridge.call('app.restartChild', { child: props.child });
    setAsked(false);
  };
  return (
    <Button loading={asked} onClick={() => void restart()}>
      Restart the {props.child}
    </Button>
  );
}
