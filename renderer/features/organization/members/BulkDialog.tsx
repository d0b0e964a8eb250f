import { Button, Progress } from '@mantine/core';
import { z } from 'zod';
import { Member, type Role } from '../../../../shared/contract/http.ts';
import { useServices, useSession } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { danger } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { useRefresh } from '../common/useWork.ts';
import {
  bulkQuestion,
  bulkSentence,
  planBulk,
  type BulkRow,
  type BulkWork,
  type Outcome,
} from './bulk.logic.ts';
import { RemovalEffects } from './RemovalEffects.tsx';
import { useBulkRun, type BulkRun } from './useBulkRun.ts';
import common from '../common/common.module.css';
import classes from './members.module.css';

/** One thing done to many members: who, what it does, then how it went with each. */
export function BulkDialog(props: {
  members: readonly Member[];
  work: BulkWork;
  roles: readonly Role[];
  organization: Membership;
  /** Called with those it did not succeed with, who stay selected. */
  onClose: (left: readonly Member[] | null) => void;
}) {
  const { members, work, roles } = props;
  const { api } = useServices();
  const self = useSession((state) => state.person?.id ?? null);
  const rows = planBulk(members, work, self);
  const count = rows.filter(({ skipped }) => skipped === null).length;
  const run = useBulkRun(({ userId }) => {
    const path = `/v1/org/members/${encodeURIComponent(userId)}` as const;
    return work.kind === 'role'
      ? api(path, {
          method: 'PATCH',
          body: { role: work.role },
          schema: Member,
        })
      : api(path, { method: 'DELETE', schema: z.unknown() });
  }, useRefresh());
  const settled = [...run.outcomes.values()].filter(
    (each) => each !== 'waiting' && each !== 'running',
  ).length;
  const left = rows
    .filter(({ member, skipped }) => skipped === null && run.outcomes.get(member.userId) !== 'done')
    .map(({ member }) => member);
  const close = (): void => props.onClose(run.phase === 'asked' ? null : left);

  return (
    <Dialog title={bulkQuestion(work, count)} busy={run.phase === 'running'} onClose={close}>
      {run.phase === 'asked' &&
        (work.kind === 'remove' ? (
          <RemovalEffects
            roles={roles.filter(({ key }) => members.some(({ role }) => role === key))}
            organization={props.organization}
          />
        ) : (
          <p className={common['line']}>
            Each keeps what the new role allows and loses the rest. Their tokens carry it at the
            next refresh, within 60 s. The last member who can manage members keeps their role.
          </p>
        ))}
      {run.phase !== 'asked' && count > 0 && (
        <Progress
          mb={10}
          value={(settled / count) * 100}
          aria-label={`${settled} of ${count} tried`}
        />
      )}
      <ul className={classes['bulkList']} aria-label="Members, one by one">
        {rows.map((row) => (
          <Row key={row.member.userId} row={row} outcome={run.outcomes.get(row.member.userId)} />
        ))}
      </ul>
      <output className={classes['bulkSaid']}>
        {run.phase === 'running' && `${settled} of ${count} tried`}
        {run.phase === 'over' && bulkSentence(work, rows, run.outcomes)}
      </output>
      <Buttons
        run={run}
        label={work.kind === 'role' ? 'Change roles' : 'Remove'}
        danger={work.kind === 'remove'}
        rows={rows}
        count={count}
        onClose={close}
      />
    </Dialog>
  );
}

function Buttons(props: {
  run: BulkRun;
  label: string;
  danger: boolean;
  rows: readonly BulkRow[];
  count: number;
  onClose: () => void;
}) {
  const { run, rows, onClose } = props;
  if (run.phase === 'running') {
    return (
      <div className={common['buttons']}>
        <Button variant="default" onClick={run.cancel}>
          Stop after this one
        </Button>
      </div>
    );
  }
  const again = rows.filter(({ member }) => run.outcomes.get(member.userId) !== 'done');
  const tried = run.phase === 'over';
  return (
    <div className={common['buttons']}>
      {(!tried || again.some(({ skipped }) => skipped === null)) && (
        <Button
          {...(props.danger && !tried ? danger : {})}
          variant={tried ? 'default' : 'filled'}
          disabled={props.count === 0}
          onClick={() => void run.start(again)}
        >
          {tried ? 'Try the rest again' : props.label}
        </Button>
      )}
      <Button variant={tried ? 'filled' : 'default'} onClick={onClose}>
        {tried ? 'Close' : 'Cancel'}
      </Button>
    </div>
  );
}

function Row({ row, outcome }: { row: BulkRow; outcome: Outcome | undefined }) {
  const { member, skipped } = row;
  return (
    <li>
      <span>
        <b>{member.name}</b> <code className="dim">{member.role}</code>
      </span>
      <Told skipped={skipped} outcome={outcome} />
    </li>
  );
}

function Told(props: { skipped: string | null; outcome: Outcome | undefined }) {
  const { skipped, outcome } = props;
  if (skipped !== null) return <span className="dim">Left out. {skipped}</span>;
  if (outcome === undefined) return null;
  if (outcome === 'done') return <span data-tone="good">Done</span>;
  if (outcome === 'running') return <span>Running…</span>;
  if (outcome === 'waiting') return <span className="dim">Waiting</span>;
  return (
    <span data-tone="bad">
      {outcome.message} {outcome.remedy} <code>{outcome.code}</code>
    </span>
  );
}
