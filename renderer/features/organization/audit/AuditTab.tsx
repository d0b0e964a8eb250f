import { Button } from '@mantine/core';
import { useState } from 'react';
import { AuditList } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useSession } from '../../../app/services.tsx';
import { formatCount } from '../../../ui/format.logic.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { Problem } from '../common/Problem.tsx';
import { useCursorPages } from '../common/useCursorPages.ts';
import { asAppError } from '../../../app/errors.ts';
import { actorsOf, auditPaths, entriesOf } from './audit.logic.ts';
import { AuditRow } from './AuditRow.tsx';
import { AuditToolbar } from './AuditToolbar.tsx';
import type { AuditQuestion } from './useAuditExport.ts';
import common from '../common/common.module.css';

/** Who changed what through the protected backend, newest first. */
export function AuditTab() {
  const inOrganization = useSession((state) => state.organization !== null);
  const [question, setQuestion] = useState<AuditQuestion>({
    scope: inOrganization ? 'organization' : 'instance',
    action: '',
    actor: '',
  });
  const filter = question.action === '' ? '' : `?action=${question.action}`;
  const pages = useCursorPages(`${auditPaths[question.scope]}${filter}`, AuditList, 50);
  const loaded = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const shown = entriesOf(loaded, question.actor);
  const none = question.action === '' && question.actor === '';
  return (
    <>
      <p className={common['intro']}>
        Every change made through this backend, newest first. Entries are only ever added; changes
        made elsewhere, such as in Clerk’s Dashboard, are not among them.
      </p>
      <AuditToolbar question={question} actors={actorsOf(loaded)} onAsk={setQuestion} />
      <QueryView query={pages} lines={8}>
        {() =>
          shown.length === 0 && !pages.hasNextPage ? (
            <EmptyState title={none ? 'Nothing was changed yet.' : 'No entry like that.'}>
              {none
                ? 'Saving settings, changing a role or inviting somebody adds the first entry.'
                : 'Every action by everybody shows the whole log.'}
            </EmptyState>
          ) : (
            <Panel flush>
              <table className={tableClass} aria-label="Audit log">
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Who</th>
                    <th scope="col">What</th>
                    <th scope="col">Before → after</th>
                    <th scope="col">Request</th>
                  </tr>
                </thead>
                <tbody>
                  {shown.map((entry) => (
                    <AuditRow key={entry.id} entry={entry} />
                  ))}
                </tbody>
              </table>
              {pages.hasNextPage && (
                <div className={common['more']}>
                  {question.actor !== '' && (
                    <span className="dim">
                      {formatCount(shown.length)} of the {formatCount(loaded.length)} entries read
                      so far.{' '}
                    </span>
                  )}
                  <Button
                    variant="subtle"
                    loading={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    Show more
                  </Button>
                </div>
              )}
              {pages.isFetchNextPageError && <Problem error={asAppError(pages.error)} />}
            </Panel>
          )
        }
      </QueryView>
    </>
  );
}
