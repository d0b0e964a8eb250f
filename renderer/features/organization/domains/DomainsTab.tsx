import { Button } from '@mantine/core';
import { useState } from 'react';
import { OrgDomainList, type OrgDomain } from '../../../../shared/contract/http.ts';
import { asAppError } from '../../../app/errors.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { Problem } from '../common/Problem.tsx';
import { useCursorPages } from '../common/useCursorPages.ts';
import { DomainDialog } from './DomainDialog.tsx';
import { DomainForm } from './DomainForm.tsx';
import { DomainRow } from './DomainRow.tsx';
import common from '../common/common.module.css';

/** Domains by which people find the organization, and how they come in. */
export function DomainsTab(props: { organization: Membership }) {
  const pages = useCursorPages('/v1/org/domains', OrgDomainList, 50);
  const [open, setOpen] = useState<{ domain: OrgDomain; kind: 'delete' | 'verify' } | null>(null);
  return (
    <>
      <p className={common['intro']}>
        People whose email address is of a domain listed here can come in without being invited one
        by one. Only a verified domain lets anybody in.
      </p>
      <QueryView query={pages} lines={6}>
        {({ pages: loaded }) => {
          const domains = loaded.flatMap((page) => page.data);
          return (
            <div className={common['twoColumns']}>
              <div>
                {domains.length === 0 ? (
                  <EmptyState title="No domain yet.">
                    With the domain of your company here, its people join {props.organization.name}{' '}
                    by themselves, or ask to.
                  </EmptyState>
                ) : (
                  <Panel flush>
                    <table className={tableClass} aria-label="Domains">
                      <thead>
                        <tr>
                          <th scope="col">Domain</th>
                          <th scope="col">How people come in</th>
                          <th scope="col" data-align="end">
                            Waiting
                          </th>
                          <th scope="col" data-align="end">
                            Added
                          </th>
                          <th scope="col">
                            <span className="sr-only">Actions</span>
                          </th>
                        </tr>
                      </thead>
                      <tbody>
                        {domains.map((domain) => (
                          <DomainRow
                            key={domain.id}
                            domain={domain}
                            onOpen={(kind) => setOpen({ domain, kind })}
                          />
                        ))}
                      </tbody>
                    </table>
                    {pages.hasNextPage && (
                      <div className={common['more']}>
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
                )}
              </div>
              <DomainForm />
            </div>
          );
        }}
      </QueryView>
      {open !== null && <DomainDialog {...open} onClose={() => setOpen(null)} />}
    </>
  );
}
