import { Avatar, NativeSelect, Skeleton } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { MemberList, type Member, type Role } from '../../../../shared/contract/http.ts';
import { useApiKey, useServices, useSession } from '../../../app/services.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { Tag } from '../../../ui/Tag.tsx';
import { pagesFor, pageSize } from './members.logic.ts';
import classes from '../organization.module.css';

const rowHeight = 48;
/** Up to here every row is in the page, so that *find in page* finds it. */
const plainRows = 200;

/** Rows are fetched by the page as they come into view; never more than those are drawn. */
export function MembersTable(props: {
  query: string;
  /** The first page, already there. */
  first: readonly Member[];
  total: number;
  roles: readonly Role[];
  /** False: roles are text, since the token at hand may not change any. */
  canChange: boolean;
  onChangeRole: (member: Member, role: string) => void;
}) {
  const { total, first, query } = props;
  const box = useRef<HTMLElement>(null);
  // Its answers are read here and passed on as plain values; nothing memoizes them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: total > plainRows,
  });
  const rows = virtual.getVirtualItems();
  const start = total > plainRows ? (rows[0]?.index ?? 0) : 0;
  const end = total > plainRows ? (rows.at(-1)?.index ?? 0) : total - 1;
  const pages = useMemberPages(query, pagesFor(start, end));

  const memberAt = (index: number): Member | undefined => {
    const page = Math.floor(index / pageSize);
    const members = page === 0 ? first : pages.get(page);
    return members?.[index - page * pageSize];
  };

  return (
    <section ref={box} className={classes['members']} aria-label="Member list">
      <table className={tableClass} aria-label="Members" aria-rowcount={total + 1}>
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col">Role</th>
            <th scope="col" data-align="end">
              Joined
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer height={start * rowHeight} />
          {Array.from({ length: end - start + 1 }, (_, step) => {
            const member = memberAt(start + step);
            return member === undefined ? (
              <tr key={start + step} aria-rowindex={start + step + 2} style={{ height: rowHeight }}>
                <td colSpan={3}>
                  <Skeleton h={12} w="40%" />
                </td>
              </tr>
            ) : (
              <MemberRow
                key={member.userId}
                member={member}
                index={start + step}
                roles={props.roles}
                canChange={props.canChange}
                onChangeRole={props.onChangeRole}
              />
            );
          })}
          <Spacer height={(total - 1 - end) * rowHeight} />
        </tbody>
      </table>
    </section>
  );
}

function Spacer(props: { height: number }) {
  if (props.height <= 0) return null;
  return (
    <tr aria-hidden style={{ height: props.height }}>
      <td colSpan={3}>{'\u00a0'}</td>
    </tr>
  );
}

/** Pages after the first, each cached for itself. */
function useMemberPages(
  query: string,
  wanted: readonly number[],
): ReadonlyMap<number, readonly Member[]> {
  const { api } = useServices();
  const scope = useApiKey('/v1/org/members');
  const later = wanted.filter((page) => page > 0);
  const results = useQueries({
    queries: later.map((page) => ({
      queryKey: [...scope, query, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api(
          `/v1/org/members?limit=${pageSize}&offset=${page * pageSize}&query=${encodeURIComponent(query)}`,
          { schema: MemberList, signal },
        ),
    })),
  });
  return new Map(later.map((page, at) => [page, results[at]?.data?.data ?? []]));
}

function MemberRow(props: {
  member: Member;
  index: number;
  roles: readonly Role[];
  canChange: boolean;
  onChangeRole: (member: Member, role: string) => void;
}) {
  const { member, roles } = props;
  const self = useSession((state) => state.person?.id);
  const known = roles.some(({ key }) => key === member.role);
  return (
    <tr aria-rowindex={props.index + 2} style={{ height: rowHeight }}>
      <td>
        <span className={classes['person']}>
          <Avatar src={member.imageUrl} name={member.name} size={26} color="iris" alt="" />
          <span>
            <b>{member.name}</b> {member.userId === self && <Tag tone="accent">you</Tag>}
            <span className="dim">{member.identifier}</span>
          </span>
        </span>
      </td>
      <td>
        {props.canChange ? (
          <NativeSelect
            size="xs"
            className={classes['role']}
            aria-label={`Role of ${member.name}`}
            value={member.role}
            onChange={(change) => props.onChangeRole(member, change.currentTarget.value)}
            data={[
              ...(known ? [] : [{ value: member.role, label: member.roleName }]),
              ...roles.map(({ key, name }) => ({ value: key, label: `${name} (${key})` })),
            ]}
          />
        ) : (
          <>
            {member.roleName} <code className="dim">{member.role}</code>
          </>
        )}
      </td>
      <td data-align="end">
        <RelativeTime atMs={member.createdAtMs} />
      </td>
    </tr>
  );
}
