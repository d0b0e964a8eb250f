import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { Invitation, InvitationList } from '../../../../shared/contract/http.ts';
import { asAppError } from '../../../app/errors.ts';
import { FailureView, QueryView } from '../../../app/QueryView.tsx';
import { isDenied, useServices } from '../../../app/services.tsx';
import { EmptyState } from '../../../ui/views.tsx';
import { Problem } from '../common/Problem.tsx';
import { useCursorPages } from '../common/useCursorPages.ts';
import { useRefresh, useWork } from '../common/useWork.ts';
import { emptyNotes, statuses, type InvitationStatus } from './invitations.logic.ts';
import { InvitationsTable } from './InvitationsTable.tsx';
import { InviteForm } from './InviteForm.tsx';
import common from '../common/common.module.css';

const path = '/v1/org/invitations';

/** Who is invited and has not answered yet, and what became of the others: invite, invite anew, revoke. */
export function InvitationsTab() {
  const { api } = useServices();
  const refresh = useRefresh();
  const [status, setStatus] = useState<InvitationStatus>('pending');
  const pages = useCursorPages(`${path}?status=${status}`, InvitationList, 50);
  const { busy, error, run } = useWork();

  const resend = (id: string): void =>
    void run(() =>
      api(`${path}/${encodeURIComponent(id)}/resend`, { method: 'POST', schema: Invitation }),
    );
  const revoke = (id: string): void =>
    void run(() =>
      api(`${path}/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() }),
    );

  if (pages.isError && isDenied(asAppError(pages.error))) {
    return <FailureView error={asAppError(pages.error)} />;
  }
  return (
    <div className={common['twoColumns']}>
      <div>
        <div className={common['toolbar']}>
          <SegmentedControl
            size="xs"
            aria-label="Which invitations"
            value={status}
            onChange={(value) => setStatus(value as InvitationStatus)}
            data={Object.entries(statuses).map(([value, label]) => ({ value, label }))}
          />
        </div>
        <QueryView query={pages} lines={6}>
          {({ pages: loaded }) => {
            const invitations = loaded.flatMap((page) => page.data);
            return invitations.length === 0 ? (
              <EmptyState title={emptyNotes[status][0]}>{emptyNotes[status][1]}</EmptyState>
            ) : (
              <InvitationsTable
                invitations={invitations}
                busy={busy}
                onResend={resend}
                onRevoke={revoke}
                more={pages}
              />
            );
          }}
        </QueryView>
        <Problem error={error} />
      </div>
      <InviteForm onInvited={refresh} />
    </div>
  );
}
