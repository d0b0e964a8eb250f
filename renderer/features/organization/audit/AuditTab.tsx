import { Button } from '@mantine/core';
import { AuditList, type AuditEntry } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ShortId } from '../../../ui/ShortId.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { differences } from '../common/difference.logic.ts';
import { DifferenceList } from '../common/DifferenceList.tsx';
import { Person } from '../common/Person.tsx';
import { useCursorPages } from '../common/useCursorPages.ts';
import classes from '../organization.module.css';

/** Who changed what in the organization through the protected backend, newest first. */
export function AuditTab() {
  const pages = useCursorPages('/v1/org/audit', AuditList, 50);
  return (
    <>
      <p className={classes['sample']}>
        Every change made through this backend, newest first. Entries are only ever added; changes
        made elsewhere, such as in Clerk’s dashboard, are not among them.
      </p>
      <QueryView query={pages} lines={8}>
        {({ pages: loaded }) => {
          const entries = loaded.flatMap((page) => page.data);
          return entries.length === 0 ? (
            <EmptyState title="Nothing was changed yet.">
              Saving settings, changing a role or inviting somebody adds the first entry.
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
                  {entries.map((entry) => (
                    <Row key={entry.id} entry={entry} />
                  ))}
                </tbody>
              </table>
              {pages.hasNextPage && (
                <div className={classes['more']}>
                  <Button
                    variant="subtle"
                    loading={pages.isFetchingNextPage}
                    onClick={() => void pages.fetchNextPage()}
                  >
                    Show more
                  </Button>
                </div>
              )}
              {pages.isFetchNextPageError && (
                <p role="alert" className={classes['problem']}>
                  The next entries could not be read. Show more tries again.
                </p>
              )}
            </Panel>
          );
        }}
      </QueryView>
    </>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  return (
    <tr>
      <td className={classes['when']}>
        <RelativeTime atMs={entry.atMs} />
      </td>
      <td>
        <Person userId={entry.actorId} />
        {entry.impersonatorId !== null && (
          <div className="dim">
            through <ShortId id={entry.impersonatorId} label="impersonator id" />
          </div>
        )}
      </td>
      <td>
        <code>{entry.action}</code>
        <div>
          <ShortId id={entry.target} label="target" />
        </div>
      </td>
      <td>
        <DifferenceList rows={differences(entry.before, entry.after)} />
      </td>
      <td>
        <ShortId id={entry.requestId} label="request id" />
      </td>
    </tr>
  );
}
