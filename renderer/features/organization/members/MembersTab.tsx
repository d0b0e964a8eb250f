import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import IconLock from '@tabler/icons-react/icons/IconLock';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useState } from 'react';
import { RoleList, type Member } from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { EmptyState } from '../../../ui/views.tsx';
import { useAccessRule } from '../common/useAccessRule.ts';
import type { BulkWork } from './bulk.logic.ts';
import { BulkBar } from './BulkBar.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import { firstOrder, type MemberFilter, type Selection } from './members.logic.ts';
import { MembersTable } from './MembersTable.tsx';
import { RemovalDialog } from './RemovalDialog.tsx';
import { RoleChangeDialog } from './RoleChangeDialog.tsx';
import { useFirstMembers } from './useMembers.ts';
import common from '../common/common.module.css';
import classes from './members.module.css';

type Open =
  | { readonly kind: 'role'; readonly member: Member; readonly role: string }
  | { readonly kind: 'removal'; readonly member: Member }
  | { readonly kind: 'bulk'; readonly work: BulkWork };

const nobody: Selection = new Map();

/** Who belongs to the organization, and as what. */
export function MembersTab(props: {
  organization: Membership;
  onShowSessions: (member: Member) => void;
}) {
  const { organization } = props;
  const [search, setSearch] = useState('');
  const [query] = useDebouncedValue(search.trim(), 200);
  const [role, setRole] = useState('');
  const [order, setOrder] = useState(firstOrder);
  const [selection, setSelection] = useState(nobody);
  const [open, setOpen] = useState<Open | null>(null);
  const roles = useApi('/v1/org/roles', RoleList).data?.data ?? [];
  const access = useAccessRule('PATCH', '/v1/org/members/:userId');
  const filter: MemberFilter = { query, role, order };
  const first = useFirstMembers(filter);
  const filtered = query !== '' || role !== '';
  const close = (): void => setOpen(null);

  return (
    <>
      <div className={common['toolbar']}>
        <TextInput
          w={280}
          type="search"
          aria-label="Search members"
          placeholder="Name or email"
          leftSection={<IconSearch size={14} stroke={1.7} />}
          value={search}
          onChange={(change) => setSearch(change.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Role of the listed members"
          value={role}
          onChange={(change) => setRole(change.currentTarget.value)}
          data={[
            { value: '', label: 'Every role' },
            ...roles.map(({ key, name }) => ({ value: key, label: name })),
          ]}
        />
        <output className="dim">
          {first.isPlaceholderData && 'Searching…'}
          {first.data !== undefined &&
            !first.isPlaceholderData &&
            `${formatCount(first.data.total)} ${filtered ? 'found' : 'members'}`}
        </output>
        {!access.mayPass && (
          <span className={common['cannot']}>
            <IconLock size={14} stroke={1.7} aria-hidden /> Changing roles and removing members
            needs {access.rule}.
          </span>
        )}
      </div>
      <QueryView query={first} lines={8}>
        {({ data, total }) =>
          total === 0 ? (
            <EmptyState title={filtered ? 'Nobody matches.' : 'Nobody is here yet.'}>
              {filtered
                ? 'The search looks at names and email addresses, among the members of the role picked.'
                : 'Members appear here once they join the organization.'}
            </EmptyState>
          ) : (
            // The list before stays on screen while the next one comes, but nothing is done to it.
            <div inert={first.isPlaceholderData} className={classes['list'] ?? ''}>
              <MembersTable
                key={`${query} ${role} ${order}`}
                filter={filter}
                first={data}
                total={total}
                canChange={access.mayPass}
                roles={roles}
                selection={selection}
                onSelect={setSelection}
                onOrder={setOrder}
                actions={{
                  changeRole: (member, next) => {
                    if (next !== member.role) setOpen({ kind: 'role', member, role: next });
                  },
                  remove: (member) => setOpen({ kind: 'removal', member }),
                  showSessions: props.onShowSessions,
                }}
              />
            </div>
          )
        }
      </QueryView>
      {selection.size > 0 && (
        <BulkBar
          count={selection.size}
          roles={roles}
          onWork={(work) => setOpen({ kind: 'bulk', work })}
          onClear={() => setSelection(nobody)}
        />
      )}
      {open?.kind === 'role' && (
        <RoleChangeDialog {...open} roles={roles} organization={organization} onClose={close} />
      )}
      {open?.kind === 'removal' && (
        <RemovalDialog
          member={open.member}
          roles={roles}
          organization={organization}
          onClose={() => {
            const { userId } = open.member;
            setSelection((known) => new Map([...known].filter(([id]) => id !== userId)));
            close();
          }}
        />
      )}
      {open?.kind === 'bulk' && (
        <BulkDialog
          members={[...selection.values()]}
          work={open.work}
          roles={roles}
          organization={organization}
          onClose={(left) => {
            if (left !== null) setSelection(new Map(left.map((each) => [each.userId, each])));
            close();
          }}
        />
      )}
    </>
  );
}
