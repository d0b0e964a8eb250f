import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { ErrorView } from '../ui/views.tsx';
import { asAppError } from './errors.ts';

/** A page that throws shows what happened; the frame around it stays usable. */
export class ErrorBoundary extends Component<
  { children: ReactNode },
  { cause: unknown; failed: boolean }
> {
  override state = { cause: undefined as unknown, failed: false };

  static getDerivedStateFromError(cause: unknown) {
    return { cause, failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorView
        error={asAppError(this.state.cause)}
        onRetry={() => this.setState({ cause: undefined, failed: false })}
        action={<Button onClick={() => location.reload()}>Reload the page</Button>}
      />
    );
  }
}
