import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Member, Role } from '../../../../shared/contract/http.ts';
import { tableClass } from '../../../ui/tableClass.ts';
import { MemberRow } from './MemberRow.tsx';
import {
  nextOrder,
  pagesFor,
  sortedAs,
  type MemberActions,
  type MemberFilter,
  type MemberOrder,
  type MemberSort,
  type Selection,
} from './members.logic.ts';
import { MembersHead } from './MembersHead.tsx';
import { useMemberRows } from './useMembers.ts';
import { useRowFocus } from './useRowFocus.ts';
import classes from './members.module.css';

const rowHeight = 44;
/** Up to here every row is in the page, so that *find in page* finds it. */
const plainRows = 200;

/** Rows are fetched by the page as they come into view; never more than those are drawn. */
export function MembersTable(props: {
  filter: MemberFilter;
  /** The first page, already there. */
  first: readonly Member[];
  total: number;
  roles: readonly Role[];
  /** False: roles are text and nothing can be selected, since the token at hand may not change any. */
  canChange: boolean;
  actions: MemberActions;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  onOrder: (order: MemberOrder) => void;
}) {
  const { total, first, filter, canChange, selection, onSelect } = props;
  const box = useRef<HTMLElement>(null);
  const isVirtual = total > plainRows;
  // Its answers are read here and passed on as plain values; nothing memoizes them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: isVirtual,
    scrollPaddingStart: 34,
  });
  const drawn = virtual.getVirtualItems();
  const start = isVirtual ? (drawn[0]?.index ?? 0) : 0;
  const end = isVirtual ? (drawn.at(-1)?.index ?? 0) : total - 1;
  const memberAt = useMemberRows(filter, first, pagesFor(start, end));
  const focus = useRowFocus(box, (row) => {
    if (isVirtual) virtual.scrollToIndex(row);
    else box.current?.querySelector(`[data-row="${row}"]`)?.scrollIntoView({ block: 'nearest' });
  });
  const anchor = useRef(0);

  /** Selects or deselects a row; with *range*, everything loaded from the last one touched to here. */
  const toggle = (row: number, range: boolean): void => {
    const member = memberAt(row);
    if (member === undefined) return;
    const next = new Map(selection);
    if (range) {
      const [from, to] = [Math.min(anchor.current, row), Math.max(anchor.current, row)];
      for (let at = from; at <= to; at += 1) {
        const each = memberAt(at);
        if (each !== undefined) next.set(each.userId, each);
      }
    } else if (!next.delete(member.userId)) next.set(member.userId, member);
    anchor.current = row;
    onSelect(next);
  };
  const column = (sort: MemberSort) => ({
    sorted: sortedAs(filter.order, sort),
    onSort: () => props.onOrder(nextOrder(filter.order, sort)),
  });
  const reachable = focus.active >= start && focus.active <= end ? focus.active : start;

  return (
    <section
      ref={box}
      className={classes['members']}
      // The bulk bar takes its place below the list, not over its last rows.
      data-bar={selection.size > 0}
      aria-label="Member list"
    >
      <table className={tableClass} aria-label="Members" aria-rowcount={total + 1}>
        <MembersHead
          column={column}
          canChange={canChange}
          first={first}
          total={total}
          selection={selection}
          onSelect={onSelect}
        />
        <tbody>
          <Spacer height={start * rowHeight} />
          {Array.from({ length: end - start + 1 }, (_, step) => {
            const row = start + step;
            const member = memberAt(row);
            return member === undefined ? (
              <tr key={row} aria-rowindex={row + 2} style={{ height: rowHeight }}>
                <td colSpan={6}>
                  <Skeleton h={12} w="40%" />
                </td>
              </tr>
            ) : (
              <MemberRow
                key={member.userId}
                member={member}
                row={row}
                total={total}
                height={rowHeight}
                roles={props.roles}
                canChange={canChange}
                selected={selection.has(member.userId)}
                reachable={row === reachable}
                actions={props.actions}
                onToggle={toggle}
                onFocus={focus.setActive}
                onMove={focus.moveTo}
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
      <td colSpan={6}>{'\u00a0'}</td>
    </tr>
  );
}
