import { ActionIcon, CopyButton, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/icons/IconDots';
import type { Member } from '../../../../shared/contract/http.ts';
import { operatorsOnly, useOperator } from '../common/useOperator.ts';
import type { MemberActions } from './members.logic.ts';
import classes from './members.module.css';

/** What else can be done with one member. What cannot be done says why. */
export function MemberMenu(props: {
  member: Member;
  self: boolean;
  canChange: boolean;
  actions: MemberActions;
}) {
  const { member, actions } = props;
  const operator = useOperator();
  const whyNot = props.self
    ? 'Nobody takes themselves out here.'
    : props.canChange
      ? null
      : 'Your role may not remove members.';
  const noSessions = props.self || operator === true ? null : operatorsOnly;
  return (
    <Menu
      position="bottom-end"
      width={270}
      // A locked item is read for its reason, so it is not faded.
      classNames={{ item: classes['reasoned'] ?? '' }}
    >
      <Menu.Target>
        <ActionIcon aria-label={`More for ${member.name}`}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <CopyButton value={member.userId}>
          {({ copied, copy }) => (
            <Menu.Item onClick={copy}>{copied ? 'Copied' : 'Copy user id'}</Menu.Item>
          )}
        </CopyButton>
        <Menu.Item disabled={noSessions !== null} onClick={() => actions.showSessions(member)}>
          Sessions
          {noSessions !== null && <span className={classes['why']}>{noSessions}</span>}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={whyNot !== null} onClick={() => actions.remove(member)}>
          Remove from the organization…
          {whyNot !== null && <span className={classes['why']}>{whyNot}</span>}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
