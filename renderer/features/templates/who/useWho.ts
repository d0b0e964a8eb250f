import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { PreviewContextBody, UserPage, type ScanUser } from '../../../../shared/contract/http.ts';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApi, useApiKey, useServices, useSession } from '../../../app/services.tsx';
import {
  activeOrgId,
  contextOf,
  idOf,
  isOwnSession,
  moveTo,
  nowhere,
  oneself,
  placesOf,
  type Own,
  type Place,
  type Who,
} from './who.logic.ts';

/** Users asked for at a time; one page fills the picker. */
const pageSize = 25;

/** The choice of user, organization and session, with the records it stands for. */
export interface WhoChoice {
  readonly query: UseQueryResult<PreviewContextBody>;
  readonly context: PreviewContext | null;
  /** Whether other users can be chosen: for operators of the instance. */
  readonly canChoose: boolean;
  readonly userId: string | null;
  readonly ownId: string | null;
  readonly users: readonly ScanUser[];
  readonly places: readonly Place[];
  readonly orgId: string | null;
  readonly impersonated: boolean;
  /** The session of this window, so that a token of it can be minted here. */
  readonly isOwnSession: boolean;
  readonly search: string;
  readonly setSearch: (text: string) => void;
  readonly pickUser: (userId: string) => void;
  readonly pickPlace: (orgId: string | null) => void;
  readonly setImpersonated: (on: boolean) => void;
  /** The user before or after this one in the list, fetching more of it where it ends. */
  readonly step: (by: 1 | -1) => Promise<void>;
  /** Why the list of users could not be read, or not further; null when it could. */
  readonly listError: AppError | null;
  /** Reads anew what could not be read. */
  readonly retry: () => void;
}

export function useWho(canChoose: boolean): WhoChoice {
  const { bootstrap } = useServices();
  const person = useSession((state) => state.person);
  const memberships = useSession((state) => state.memberships);
  const query = useApi('/v1/me/context', PreviewContextBody, {
    enabled: bootstrap.backendConnected,
  });
  const [who, setWho] = useState<Who>(oneself);
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 200);
  const found = useUsers(asked, canChoose);
  const mine = useApi(`/v1/users?limit=5&query=${person?.id ?? ''}`, UserPage, {
    enabled: canChoose && person !== null,
  });
  const record = mine.data?.data.find(({ user }) => idOf(user) === person?.id) ?? null;

  const own: Own | null = useMemo(
    () =>
      query.data === undefined || person === null
        ? null
        : { context: query.data, person, memberships, record },
    [query.data, person, memberships, record],
  );
  const context = useMemo(() => (own === null ? null : contextOf(who, own)), [who, own]);
  const listed = found.data?.pages.flatMap(({ data }) => data) ?? [];
  const userId = who.user === null ? (person?.id ?? null) : idOf(who.user.user);
  const shown = who.user ?? record;
  const users =
    shown === null || listed.some(({ user }) => idOf(user) === idOf(shown.user))
      ? listed
      : [...listed, shown];
  const choose = (user: ScanUser | undefined): void => {
    if (user !== undefined) setWho(moveTo(who, user));
  };

  return {
    query,
    context,
    // A search that failed has no list, but a field to search again in.
    canChoose: canChoose && (found.data !== undefined || found.isError),
    userId,
    ownId: person?.id ?? null,
    users,
    places: shown === null ? [nowhere] : placesOf(shown),
    orgId: own === null ? null : activeOrgId(who, own),
    impersonated: who.impersonated,
    isOwnSession: own !== null && isOwnSession(who, own),
    search,
    setSearch,
    pickUser: (id) => choose(users.find(({ user }) => idOf(user) === id)),
    pickPlace: (orgId) => setWho({ ...who, orgId }),
    setImpersonated: (impersonated) => setWho({ ...who, impersonated }),
    step: async (by) => {
      const at = listed.findIndex(({ user }) => idOf(user) === userId);
      let known = listed;
      if (at + by >= known.length && found.hasNextPage) {
        const more = await found.fetchNextPage();
        known = more.data?.pages.flatMap(({ data }) => data) ?? known;
      }
      choose(known[Math.max(0, at + by)]);
    },
    listError: found.isError ? asAppError(found.error) : null,
    retry: () => {
      void query.refetch();
      if (found.isError)
        void (found.isFetchNextPageError ? found.fetchNextPage() : found.refetch());
    },
  };
}

function useUsers(asked: string, enabled: boolean) {
  const { api } = useServices();
  const path = `/v1/users?limit=${pageSize}${asked === '' ? '' : `&query=${encodeURIComponent(asked)}`}`;
  return useInfiniteQuery({
    queryKey: [...useApiKey(path), 'pages'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api(
        `${path}${pageParam === '' ? '' : `&cursor=${encodeURIComponent(pageParam)}`}` as '/v1/',
        {
          schema: UserPage,
          signal,
        },
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled,
    placeholderData: keepPreviousData,
  });
}
