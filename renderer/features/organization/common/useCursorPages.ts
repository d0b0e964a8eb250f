import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { useApiKey, useServices } from '../../../app/services.tsx';

/** A list of the backend that is read page by page with its own cursor. The key is `useApiKey(path)`. */
export function useCursorPages<T extends { readonly nextCursor: string | null }>(
  /** With filters, where there are any. */
  path: `/v1/${string}`,
  schema: z.ZodType<T>,
  limit: number,
) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: useApiKey(path),
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      const first = path.includes('?') ? '&' : '?';
      return api(`${path}${first}limit=${limit}${cursor}`, { schema, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
