import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { MemberList, type Member } from '../../../../shared/contract/http.ts';
import { useApiKey, useServices } from '../../../app/services.tsx';
import { membersPath, pageSize, type MemberFilter } from './members.logic.ts';

/** The first page of a list; the one before stays on screen while another is fetched. */
export function useFirstMembers(filter: MemberFilter) {
  const { api } = useServices();
  const path = membersPath(filter, 0);
  return useQuery({
    queryKey: useApiKey(path),
    queryFn: ({ signal }) => api(path, { schema: MemberList, signal }),
    placeholderData: keepPreviousData,
  });
}

/**
 * Reads the pages that are looked at, each cached for itself, and finds a member by its row. Offsets rather than
 * cursors: somebody who drags the scroll bar wants row 40,000 without the 399 pages before it.
 */
export function useMemberRows(
  filter: MemberFilter,
  first: readonly Member[],
  wanted: readonly number[],
): (row: number) => Member | undefined {
  const { api } = useServices();
  const scope = useApiKey('').slice(0, -1);
  const later = wanted.filter((page) => page > 0);
  const results = useQueries({
    queries: later.map((page) => {
      const path = membersPath(filter, page);
      return {
        queryKey: [...scope, path],
        queryFn: ({ signal }: { signal: AbortSignal }) => api(path, { schema: MemberList, signal }),
      };
    }),
  });
  const pages = new Map(later.map((page, at) => [page, results[at]?.data?.data ?? []]));
  return (row) => {
    const page = Math.floor(row / pageSize);
    const members = page === 0 ? first : pages.get(page);
    return members?.[row - page * pageSize];
  };
}
