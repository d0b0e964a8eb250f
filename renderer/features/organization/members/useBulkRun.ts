import { useRef, useState } from 'react';
import type { Member } from '../../../../shared/contract/http.ts';
import { asAppError } from '../../../app/errors.ts';
import type { BulkRow, Outcome } from './bulk.logic.ts';

export interface BulkRun {
  readonly phase: 'asked' | 'running' | 'over';
  /** By user id. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly start: (rows: readonly BulkRow[]) => Promise<void>;
  /** Stops after the one that runs now. */
  readonly cancel: () => void;
}

/** Does one thing to one member after the other: a failure is kept with its person and stops nobody else's. */
export function useBulkRun(
  work: (member: Member) => Promise<unknown>,
  onOver: () => Promise<void>,
): BulkRun {
  const [phase, setPhase] = useState<BulkRun['phase']>('asked');
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const cancelled = useRef(false);

  const start = async (rows: readonly BulkRow[]): Promise<void> => {
    cancelled.current = false;
    setPhase('running');
    const tell = (id: string, outcome: Outcome): void =>
      setOutcomes((known) => new Map(known).set(id, outcome));
    const wanted = rows.filter(({ skipped }) => skipped === null);
    for (const { member } of wanted) tell(member.userId, 'waiting');
    for (const { member } of wanted) {
      if (cancelled.current) break;
      tell(member.userId, 'running');
      try {
        // One at a time: the backend does an organization's changes in turn anyway.
        // oxlint-disable-next-line no-await-in-loop
        await work(member);
        tell(member.userId, 'done');
      } catch (cause) {
        tell(member.userId, asAppError(cause));
      }
    }
    await onOver();
    setPhase('over');
  };
  return { phase, outcomes, start, cancel: () => (cancelled.current = true) };
}
