import { Button, CopyButton, Skeleton } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconInbox from '@tabler/icons-react/icons/IconInbox';
import IconLock from '@tabler/icons-react/icons/IconLock';
import { useEffect, useState, type ReactNode } from 'react';
import type { AppError } from '../../shared/errors/appError.ts';
import classes from './ui.module.css';

/** What happened · why · what to do, as a button where possible · code and *Copy details*. */
export function ErrorView(props: { error: AppError; onRetry?: () => void; action?: ReactNode }) {
  return (
    <Notice icon={<IconAlertTriangle size={20} stroke={1.6} color="var(--cd-bad)" />} role="alert">
      <p className={classes['noticeTitle']}>{props.error.message}</p>
      <ErrorFoot {...props} retryLabel="Try again" />
    </Notice>
  );
}

/** Not allowed, which is an answer and not a fault: the rule that said no, and who can say yes. */
export function DeniedView(props: { error: AppError; action?: ReactNode }) {
  return (
    <Notice icon={<IconLock size={20} stroke={1.6} color="var(--cd-warn)" />}>
      <p className={classes['noticeTitle']}>{props.error.message}</p>
      <ErrorFoot {...props} retryLabel="Try again" />
    </Notice>
  );
}

function ErrorFoot(props: {
  error: AppError;
  onRetry?: () => void;
  retryLabel: string;
  action?: ReactNode;
}) {
  const { error } = props;
  return (
    <>
      {error.remedy !== undefined && <p className="dim">{error.remedy}</p>}
      <div className={classes['noticeFoot']}>
        {props.action}
        {props.onRetry !== undefined && (
          <Button variant="default" onClick={props.onRetry}>
            {props.retryLabel}
          </Button>
        )}
        <code className="dim">{error.code}</code>
        <CopyButton value={JSON.stringify(error, null, 2)}>
          {({ copied, copy }) => (
            <button type="button" className={classes['linkButton']} onClick={copy}>
              {copied ? 'Copied' : 'Copy details'}
            </button>
          )}
        </CopyButton>
      </div>
    </>
  );
}

/** Nothing here yet: what would be here, and how it comes. */
export function EmptyState(props: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Notice icon={<IconInbox size={20} stroke={1.6} color="var(--cd-text-dim)" />}>
      <p className={classes['noticeTitle']}>{props.title}</p>
      {props.children !== undefined && <p className="dim">{props.children}</p>}
      {props.action}
    </Notice>
  );
}

function Notice(props: { icon: ReactNode; children: ReactNode; role?: 'alert' }) {
  return (
    <div className={classes['notice']} role={props.role}>
      <span aria-hidden>{props.icon}</span>
      <div>{props.children}</div>
    </div>
  );
}

/** Grey lines in place of what is coming, after 150 ms: faster answers never flicker. */
export function LoadingSkeleton(props: { lines?: number; label?: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  const widths = ['62%', '88%', '74%', '91%', '56%', '80%'];
  return (
    <output className={classes['loading']} aria-busy="true">
      <span className="sr-only">{props.label ?? 'Loading'}</span>
      {shown &&
        Array.from({ length: props.lines ?? 5 }, (_, line) => (
          <Skeleton key={line} h={12} my={12} w={widths[line % widths.length] ?? '80%'} />
        ))}
    </output>
  );
}
