import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SandboxCode } from '../../../shared/contract/app.ts';
import { callHost } from '../../app/bridge.ts';
import { useServices } from '../../app/services.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { newestFirst } from './codes.logic.ts';
import classes from './signIn.module.css';

const key = ['sandbox.codes'];

/** The one-time codes the sandbox "sent", where they are asked for. */
export function SandboxCodes() {
  const { bridge } = useServices();
  const queries = useQueryClient();
  const codes = useQuery({ queryKey: key, queryFn: () => callHost(bridge, 'sandbox.codes', {}) });

  useEffect(
    () =>
      bridge.on('sandbox.code', (code) => {
        queries.setQueryData<SandboxCode[]>(key, (known) => newestFirst([code, ...(known ?? [])]));
      }),
    [bridge, queries],
  );

  const [newest] = codes.data ?? [];
  return (
    <output className={classes['codes']}>
      {newest !== undefined && (
        <>
          <span className="dim">Code sent to {newest.identifier}</span>
          <span className={classes['code']}>
            <code>{newest.code}</code>
            <CopyButton value={newest.code} label="Copy code" />
            <span className="dim">
              <RelativeTime atMs={newest.sentAtMs} />
            </span>
          </span>
        </>
      )}
    </output>
  );
}
