import { Tooltip } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconPencil from '@tabler/icons-react/icons/IconPencil';
import { Fragment } from 'react';
import type { Permission, Role } from '../../../../shared/contract/http.ts';
import { tableClass } from '../../../ui/tableClass.ts';
import { Tag } from '../../../ui/Tag.tsx';
import { permissionRows, type PermissionRow } from './roles.logic.ts';
import classes from './roles.module.css';

/** Permissions down, roles across. The first column stays while the rest is scrolled sideways. */
export function RoleMatrix(props: {
  roles: readonly Role[];
  /** Those that the organization may give. */
  given: readonly Role[];
  /** With their names, for operators. */
  permissions: readonly Permission[] | undefined;
  /** Key of the caller's own role. */
  own: string;
  /** Null for who may not change roles. */
  onEdit: ((key: string) => void) | null;
  /** Null for who may not change permissions. Clerk's own can be changed by nobody. */
  onEditPermission: ((key: string) => void) | null;
}) {
  const { roles, given, onEdit } = props;
  const rows = permissionRows(roles, props.permissions);
  const groups = [
    { title: 'Permissions of your app', rows: rows.filter(({ system }) => !system) },
    {
      title: 'Clerk’s own permissions, never in a session token',
      rows: rows.filter(({ system }) => system),
    },
  ].filter((group) => group.rows.length > 0);
  return (
    <section className={classes['matrix']} aria-label="Roles and permissions">
      <table className={tableClass} aria-label="Roles and permissions">
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.map((role) => (
              <th key={role.key} scope="col">
                <RoleHead
                  role={role}
                  isOwn={role.key === props.own}
                  isGiven={given.some(({ key }) => key === role.key)}
                  onEdit={onEdit}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Fragment key={group.title}>
              <tr className={classes['group']}>
                <th scope="rowgroup" colSpan={roles.length + 1}>
                  <span>{group.title}</span>
                </th>
              </tr>
              {group.rows.map((row) => (
                <Row
                  key={row.key}
                  row={row}
                  roles={roles}
                  onEdit={row.system || row.name === null ? null : props.onEditPermission}
                />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RoleHead(props: {
  role: Role;
  isOwn: boolean;
  isGiven: boolean;
  onEdit: ((key: string) => void) | null;
}) {
  const { role, onEdit } = props;
  const name = (
    <>
      <b>{role.name}</b>
      <code>{role.key}</code>
    </>
  );
  return (
    <span className={classes['roleHead']}>
      {onEdit === null ? (
        <span>{name}</span>
      ) : (
        <button type="button" onClick={() => onEdit(role.key)}>
          <span className="sr-only">Edit the role </span>
          {name}
          <IconPencil size={13} stroke={1.6} aria-hidden />
        </button>
      )}
      {props.isOwn && <Tag tone="accent">yours</Tag>}
      {!props.isGiven && (
        <Tooltip label="The role set of this organization does not have it">
          <span>
            <Tag>not given here</Tag>
          </span>
        </Tooltip>
      )}
    </span>
  );
}

function Row(props: {
  row: PermissionRow;
  roles: readonly Role[];
  onEdit: ((key: string) => void) | null;
}) {
  const { row, roles, onEdit } = props;
  return (
    <tr>
      <th scope="row">
        {row.name !== null &&
          (onEdit === null ? (
            <div>{row.name}</div>
          ) : (
            <button
              type="button"
              className={classes['permissionName']}
              onClick={() => onEdit(row.key)}
            >
              <span className="sr-only">Edit the permission </span>
              {row.name}
              <IconPencil size={13} stroke={1.6} aria-hidden />
            </button>
          ))}
        <code className="dim">{row.key}</code>
        {row.description !== '' && <div className={classes['note']}>{row.description}</div>}
      </th>
      {roles.map(({ key, permissions }) => (
        <td key={key}>
          {permissions.includes(row.key) ? (
            <>
              <IconCheck size={16} stroke={2} color="var(--cd-good)" aria-hidden />
              <span className="sr-only">yes</span>
            </>
          ) : (
            <>
              <span aria-hidden className={classes['no']}>
                –
              </span>
              <span className="sr-only">no</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}
