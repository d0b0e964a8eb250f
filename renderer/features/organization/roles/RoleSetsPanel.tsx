import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { InstanceRole, RoleSet } from '../../../../shared/contract/http.ts';
import type { Membership } from '../../../app/sessionStore.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { Tag } from '../../../ui/Tag.tsx';
import { RoleSetAdditionDialog } from './RoleSetAdditionDialog.tsx';
import { RoleSetAssignmentDialog } from './RoleSetAssignmentDialog.tsx';
import { RoleSetDeletionDialog } from './RoleSetDeletionDialog.tsx';
import { RoleSetDialog } from './RoleSetDialog.tsx';
import { RoleSetRemovalDialog } from './RoleSetRemovalDialog.tsx';
import { rolesOutside } from './roles.logic.ts';
import classes from './roles.module.css';

type Open = { readonly kind: 'new' } | { readonly kind: Action; readonly set: RoleSet };
type Action = 'edit' | 'add' | 'take' | 'assign' | 'delete';

/** Role sets of the instance, for operators: which roles the organizations that have a set may give. */
export function RoleSetsPanel(props: {
  sets: readonly RoleSet[];
  roles: readonly InstanceRole[];
  organization: Membership;
  /** Key of the set that the organization has. */
  ownKey: string | null;
}) {
  const { sets, roles, organization, ownKey } = props;
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className={classes['sets']}>
      <Panel
        flush
        title="Role sets of the instance"
        aside={
          <Button variant="default" onClick={() => setOpen({ kind: 'new' })}>
            New role set…
          </Button>
        }
      >
        <table className={tableClass} aria-label="Role sets">
          <thead>
            <tr>
              <th scope="col">Set</th>
              <th scope="col">Roles, with their members where Clerk tells</th>
              <th scope="col">New members get</th>
              <th scope="col">Creators get</th>
              <th scope="col">
                <span className="sr-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sets.map((set) => (
              <Row
                key={set.id}
                set={set}
                isOwn={set.key === ownKey}
                canAdd={rolesOutside(set, roles).length > 0}
                isOnly={sets.length === 1}
                organization={organization}
                onOpen={(kind) => setOpen({ kind, set })}
              />
            ))}
          </tbody>
        </table>
      </Panel>
      {open?.kind === 'new' && <RoleSetDialog set={null} roles={roles} onClose={close} />}
      {open?.kind === 'edit' && <RoleSetDialog set={open.set} roles={roles} onClose={close} />}
      {open?.kind === 'add' && (
        <RoleSetAdditionDialog set={open.set} roles={roles} onClose={close} />
      )}
      {open?.kind === 'take' && <RoleSetRemovalDialog set={open.set} onClose={close} />}
      {open?.kind === 'delete' && (
        <RoleSetDeletionDialog set={open.set} sets={sets} onClose={close} />
      )}
      {open?.kind === 'assign' && (
        <RoleSetAssignmentDialog
          set={open.set}
          before={sets.find(({ key }) => key === ownKey)}
          ownKey={ownKey}
          organization={organization}
          onClose={close}
        />
      )}
    </div>
  );
}

interface RowProps {
  readonly set: RoleSet;
  readonly isOwn: boolean;
  readonly canAdd: boolean;
  readonly isOnly: boolean;
  readonly organization: Membership;
  readonly onOpen: (action: Action) => void;
}

function Row(props: RowProps) {
  const { set } = props;
  return (
    <tr>
      <td>
        <b>{set.name}</b>
        <div>
          <code className="dim">{set.key}</code>
        </div>
        <span className={classes['tags']}>
          {props.isOwn && <Tag tone="accent">{props.organization.name}</Tag>}
          {set.type === 'initial' && <Tag>new organizations</Tag>}
          {set.migration !== null && (
            <Tag tone="warn">moving members, {set.migration.migratedMembers} so far</Tag>
          )}
        </span>
      </td>
      <td>
        <ul className={classes['roleList']}>
          {set.roles.map(({ key, membersCount }) => (
            <li key={key}>
              <code>{key}</code>
              {membersCount !== null && <span className="dim"> {membersCount}</span>}
            </li>
          ))}
        </ul>
      </td>
      <td>{set.defaultRole === null ? '' : <code>{set.defaultRole}</code>}</td>
      <td>{set.creatorRole === null ? '' : <code>{set.creatorRole}</code>}</td>
      <td data-align="end">
        <SetMenu {...props} />
      </td>
    </tr>
  );
}

/** What can be done with a set. What cannot says why. */
function SetMenu(props: RowProps) {
  const { set, onOpen } = props;
  return (
    <Menu position="bottom-end" width={260} classNames={{ item: classes['reasoned'] ?? '' }}>
      <Menu.Target>
        <Button size="compact-xs" variant="default" aria-label={`Change ${set.name}`}>
          Change
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onOpen('edit')}>Name and defaults…</Menu.Item>
        <Menu.Item disabled={!props.canAdd} onClick={() => onOpen('add')}>
          Add roles…
          {!props.canAdd && <span className={classes['why']}>It has every role there is.</span>}
        </Menu.Item>
        <Menu.Item disabled={set.roles.length < 2} onClick={() => onOpen('take')}>
          Take a role out…
          {set.roles.length < 2 && (
            <span className={classes['why']}>A set has at least one role.</span>
          )}
        </Menu.Item>
        <Menu.Item disabled={props.isOwn} onClick={() => onOpen('assign')}>
          Give it to {props.organization.name}…
          {props.isOwn && <span className={classes['why']}>It has it already.</span>}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" disabled={props.isOnly} onClick={() => onOpen('delete')}>
          Delete…
          {props.isOnly && (
            <span className={classes['why']}>Its organizations would need another set.</span>
          )}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
