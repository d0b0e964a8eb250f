import { Avatar, Checkbox, NativeSelect } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { Member, Role } from '../../../../shared/contract/http.ts';
import { useSession } from '../../../app/services.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { Tag } from '../../../ui/Tag.tsx';
import { MemberMenu } from './MemberMenu.tsx';
import { rowAfterKey, type MemberActions } from './members.logic.ts';
import classes from './members.module.css';

/** One member. On the row itself the arrows move, the space bar selects and Delete asks to remove. */
export function MemberRow(props: {
  member: Member;
  row: number;
  total: number;
  height: number;
  roles: readonly Role[];
  canChange: boolean;
  selected: boolean;
  reachable: boolean;
  actions: MemberActions;
  onToggle: (row: number, range: boolean) => void;
  onFocus: (row: number) => void;
  onMove: (row: number) => void;
}) {
  const { member, row, roles, canChange, actions } = props;
  const self = useSession((state) => state.person?.id) === member.userId;

  const keyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const moved = rowAfterKey(event.key, row, props.total);
    if (moved !== null) props.onMove(moved);
    else if (event.key === ' ' && canChange) props.onToggle(row, event.shiftKey);
    else if (event.key === 'Delete' && canChange && !self) actions.remove(member);
    else return;
    event.preventDefault();
  };

  return (
    <tr
      aria-rowindex={row + 2}
      aria-selected={canChange ? props.selected : undefined}
      data-row={row}
      tabIndex={props.reachable ? 0 : -1}
      style={{ height: props.height }}
      onFocus={() => props.onFocus(row)}
      onKeyDown={keyDown}
    >
      {canChange && (
        <td>
          <Checkbox
            size="xs"
            aria-label={`Select ${member.name}`}
            checked={props.selected}
            onChange={() => undefined}
            onClick={(click) => props.onToggle(row, click.shiftKey)}
          />
        </td>
      )}
      <td>
        <span className={classes['person']}>
          <Avatar src={member.imageUrl} name={member.name} size={24} color="iris" alt="" />
          <b className={classes['cut']} title={member.name}>
            {member.name}
          </b>
          {self && <Tag tone="accent">you</Tag>}
        </span>
      </td>
      <td>
        <div className={classes['cut']} title={member.identifier}>
          {member.identifier}
        </div>
      </td>
      <td>
        <RoleCell member={member} roles={roles} canChange={canChange} actions={actions} />
      </td>
      <td data-align="end">
        <RelativeTime atMs={member.createdAtMs} />
      </td>
      <td data-align="end">
        <MemberMenu member={member} self={self} canChange={canChange} actions={actions} />
      </td>
    </tr>
  );
}

function RoleCell(props: {
  member: Member;
  roles: readonly Role[];
  canChange: boolean;
  actions: MemberActions;
}) {
  const { member, roles } = props;
  if (!props.canChange) {
    return (
      <>
        {member.roleName} <code className="dim">{member.role}</code>
      </>
    );
  }
  const known = roles.some(({ key }) => key === member.role);
  return (
    <NativeSelect
      size="xs"
      aria-label={`Role of ${member.name}`}
      value={member.role}
      onChange={(change) => props.actions.changeRole(member, change.currentTarget.value)}
      data={[
        ...(known ? [] : [{ value: member.role, label: member.roleName }]),
        ...roles.map(({ key, name }) => ({ value: key, label: `${name} (${key})` })),
      ]}
    />
  );
}
