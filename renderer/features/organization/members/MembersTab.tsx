import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import IconLock from '@tabler/icons-react/icons/IconLock';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MemberList, RoleList, type Member } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi, useApiKey, useServices } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { pageSize } from './members.logic.ts';
import { MembersTable } from './MembersTable.tsx';
import { RoleChangeDialog } from './RoleChangeDialog.tsx';
import { useAccessRule } from '../common/useAccessRule.ts';
import classes from '../organization.module.css';

/** Who belongs to the organization, and as what. */
export function MembersTab(props: { organization: Membership }) {
  const { api } = useServices();
  const [search, setSearch] = useState('');
  const [query] = useDebouncedValue(search.trim(), 200);
  const [change, setChange] = useState<{ member: Member; role: string } | null>(null);
  const roles = useApi('/v1/org/roles', RoleList);
  const access = useAccessRule('PATCH', '/v1/org/members/:userId');
  const path: `/v1/${string}` = `/v1/org/members?limit=${pageSize}&offset=0${
    query === '' ? '' : `&query=${encodeURIComponent(query)}`
  }`;
  const first = useQuery({
    queryKey: useApiKey(path),
    queryFn: ({ signal }) => api(path, { schema: MemberList, signal }),
    placeholderData: keepPreviousData,
  });

  return (
    <>
      <div className={classes['toolbar']}>
        <TextInput
          type="search"
          aria-label="Search members"
          placeholder="Name or email"
          leftSection={<IconSearch size={14} stroke={1.7} />}
          value={search}
          onChange={(change) => setSearch(change.currentTarget.value)}
        />
        <output className="dim">
          {first.data !== undefined &&
            `${formatCount(first.data.total)} ${query === '' ? 'members' : 'found'}`}
        </output>
        {!access.mayPass && (
          <span className={classes['cannot']}>
            <IconLock size={14} stroke={1.7} aria-hidden /> Changing a role needs {access.rule}.
          </span>
        )}
      </div>
      <QueryView query={first} lines={8}>
        {({ data, total }) =>
          total === 0 ? (
            <EmptyState title={query === '' ? 'Nobody is here yet.' : 'Nobody by that name.'}>
              {query === ''
                ? 'Members appear here once they join the organization.'
                : 'The search looks at names and email addresses.'}
            </EmptyState>
          ) : (
            <MembersTable
              key={query}
              query={query}
              first={data}
              total={total}
              canChange={access.mayPass}
              roles={roles.data?.data ?? []}
              onChangeRole={(member, role) => {
                if (role !== member.role) setChange({ member, role });
              }}
            />
          )
        }
      </QueryView>
      {change !== null && (
        <RoleChangeDialog
          member={change.member}
          role={change.role}
          roles={roles.data?.data ?? []}
          organization={props.organization}
          onClose={() => setChange(null)}
        />
      )}
    </>
  );
}
