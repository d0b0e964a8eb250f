import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { useApiKey, useServices } from '../../../app/services.tsx';

/** Versions page by page, newest first. `path` has its query with it, but for the cursor. */
export function useHistoryPages<T extends { readonly nextCursor: string | null }>(
  path: `/v1/${string}?${string}`,
  schema: z.ZodType<T>,
  enabled = true,
) {
  const { api } = useServices();
  return useInfiniteQuery({
    queryKey: useApiKey(path),
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return api(`${path}${cursor}`, { schema, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled,
  });
}
