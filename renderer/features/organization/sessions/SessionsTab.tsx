import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import IconLock from '@tabler/icons-react/icons/IconLock';
import { useState } from 'react';
import { SessionList } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi, useSession } from '../../../app/services.tsx';
import { EmptyState } from '../../../ui/views.tsx';
import { useOperator } from '../common/useOperator.ts';
import { firstOrder } from '../members/members.logic.ts';
import { useFirstMembers } from '../members/useMembers.ts';
import { sessionsSentence } from './sessions.logic.ts';
import { SessionsTable } from './SessionsTable.tsx';
import common from '../common/common.module.css';

export interface SessionOwner {
  readonly userId: string;
  readonly name: string;
}

/** Where the caller is signed in; for operators, where any member is. */
export function SessionsTab(props: {
  /** Null: the caller. */
  of: SessionOwner | null;
  onPick: (owner: SessionOwner | null) => void;
  inOrganization: boolean;
}) {
  const self = useSession((state) => state.person);
  const operator = useOperator();
  const owner = props.of !== null && props.of.userId !== self?.id ? props.of : null;
  const path =
    owner === null
      ? ('/v1/me/sessions' as const)
      : (`/v1/users/${encodeURIComponent(owner.userId)}/sessions` as const);
  return (
    <>
      <div className={common['toolbar']}>
        {operator === true && props.inOrganization ? (
          <OwnerPicker of={owner} onPick={props.onPick} />
        ) : (
          operator === false && (
            <span className={common['cannot']}>
              <IconLock size={14} stroke={1.7} aria-hidden /> These are your own sessions. Those of
              others are for operators of the backend, who are listed in CLAIMDECK_OPERATORS.
            </span>
          )
        )}
      </div>
      <p className={common['intro']}>
        A session is one sign-in on one device, whatever organization is active in it. Ending it
        signs that device out; this backend refuses its tokens at once.
      </p>
      <QueryView query={useApi(path, SessionList)} lines={6}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState title="No session.">
              {owner?.name ?? 'You'} signed in nowhere that Clerk still lists.
            </EmptyState>
          ) : (
            <SessionsTable
              title={sessionsSentence(owner?.name ?? 'You', data)}
              sessions={data}
              path={path}
            />
          )
        }
      </QueryView>
    </>
  );
}

/** Finds a member by name or address, on the server where there are many. */
function OwnerPicker(props: {
  of: SessionOwner | null;
  onPick: (owner: SessionOwner | null) => void;
}) {
  const self = useSession((state) => state.person);
  const [search, setSearch] = useState('');
  const [query] = useDebouncedValue(search.trim(), 200);
  const members = useFirstMembers({
    query: query === props.of?.name || query === self?.name ? '' : query,
    role: '',
    order: firstOrder,
  });
  const found = new Map<string, string>();
  if (self !== null) found.set(self.id, `${self.name} (you)`);
  if (props.of !== null) found.set(props.of.userId, props.of.name);
  for (const { userId, name } of members.data?.data ?? []) {
    if (!found.has(userId)) found.set(userId, name);
  }
  return (
    <Select
      w={280}
      searchable
      allowDeselect={false}
      aria-label="Whose sessions"
      nothingFoundMessage="Nobody by that name"
      value={props.of?.userId ?? self?.id ?? null}
      data={[...found].map(([value, label]) => ({ value, label }))}
      onSearchChange={setSearch}
      onChange={(userId) => {
        if (userId === null || userId === self?.id) props.onPick(null);
        else props.onPick({ userId, name: found.get(userId) ?? userId });
      }}
    />
  );
}
