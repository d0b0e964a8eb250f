import { Button } from '@mantine/core';
import { SessionClaimsHistory, TemplateHistory } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import type { TemplateEntry } from '../entries.logic.ts';
import { formOf } from '../properties/properties.logic.ts';
import { versionOfSession, versionOfTemplate, type Version } from './history.logic.ts';
import classes from './history.module.css';
import { useHistoryPages } from './useHistoryPages.ts';
import { VersionList } from './VersionList.tsx';

interface HistoryProps {
  readonly entry: TemplateEntry;
  readonly onRestore: (version: Version) => void;
}

/** The versions of what is open, as this backend saw them. */
export function HistoryTab(props: HistoryProps) {
  const { source } = props.entry;
  if (source.is === 'draft') {
    return (
      <p className={classes['none']}>A draft has no history: it begins with its first save.</p>
    );
  }
  if (source.is === 'session' && source.session.from !== 'instance') {
    return (
      <p className={classes['none']}>
        No history: Clerk has no API for the session token’s claims, so changes are made in its
        Dashboard and none of them passes here.
      </p>
    );
  }
  return source.is === 'session' ? (
    <SessionHistory {...props} />
  ) : (
    <TemplateVersions {...props} id={source.template.id} />
  );
}

function TemplateVersions(props: HistoryProps & { id: string }) {
  const { entry, id } = props;
  const pages = useHistoryPages(
    `/v1/templates/history?id=${encodeURIComponent(id)}&limit=20`,
    TemplateHistory,
  );
  const properties = entry.source.is === 'template' ? formOf(entry.source.template) : null;
  return (
    <Versions
      {...props}
      pages={pages}
      versions={pages.data?.pages.flatMap(({ data }) => data.map(versionOfTemplate)) ?? []}
      properties={properties}
    />
  );
}

function SessionHistory(props: HistoryProps) {
  const pages = useHistoryPages('/v1/session-claims/history?limit=20', SessionClaimsHistory);
  return (
    <Versions
      {...props}
      pages={pages}
      versions={pages.data?.pages.flatMap(({ data }) => data.map(versionOfSession)) ?? []}
      properties={null}
    />
  );
}

function Versions(
  props: HistoryProps & {
    pages: Pick<
      ReturnType<typeof useHistoryPages>,
      'data' | 'error' | 'isError' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage'
    > & { fetchNextPage: () => Promise<unknown> };
    versions: readonly Version[];
    properties: ReturnType<typeof formOf> | null;
  },
) {
  const { pages, versions, entry, properties } = props;
  return (
    <div className={classes['tab']}>
      <QueryView query={pages} lines={4}>
        {() =>
          versions.length === 0 ? (
            <p>Nothing was saved through this backend yet.</p>
          ) : (
            <VersionList
              versions={versions}
              deployed={entry.deployed === null ? null : { claims: entry.deployed, properties }}
              onRestore={props.onRestore}
            />
          )
        }
      </QueryView>
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          Show older versions
        </Button>
      )}
      <p className="dim">
        This backend keeps what is saved through it. A change made in Clerk’s Dashboard is not
        recorded when it happens; the next save here keeps what it finds. Signing keys are never
        kept.
      </p>
    </div>
  );
}
