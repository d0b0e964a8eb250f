import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import {
  InstanceRoleList,
  OrgProfile,
  PermissionList,
  RoleList,
  RoleSetList,
  type InstanceRole,
  type Permission,
} from '../../../../shared/contract/http.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useApi } from '../../../app/services.tsx';
import type { Membership } from '../../../app/sessionStore.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { EmptyState } from '../../../ui/views.tsx';
import { operatorsOnly, useOperator } from '../common/useOperator.ts';
import { PermissionDialog } from './PermissionDialog.tsx';
import { RoleDeletionDialog } from './RoleDeletionDialog.tsx';
import { RoleDialog } from './RoleDialog.tsx';
import { RoleMatrix } from './RoleMatrix.tsx';
import { RoleSetsPanel } from './RoleSetsPanel.tsx';
import common from '../common/common.module.css';
import classes from './roles.module.css';

type Open =
  | { readonly kind: 'edit'; readonly role: InstanceRole | null }
  | { readonly kind: 'delete'; readonly role: InstanceRole }
  | { readonly kind: 'permission'; readonly permission: Permission | null };

/** What each role allows, and which roles this organization may give. Operators change both. */
export function RolesTab(props: { organization: Membership }) {
  const { organization } = props;
  const operator = useOperator() === true;
  const given = useApi('/v1/org/roles', RoleList);
  const profile = useApi('/v1/org', OrgProfile);
  const all = useApi('/v1/roles', InstanceRoleList, { enabled: operator });
  const permissions = useApi('/v1/permissions', PermissionList, { enabled: operator });
  const sets = useApi('/v1/role-sets', RoleSetList, { enabled: operator });
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);

  const setKey = profile.data?.organization['role_set_key'];
  const set = sets.data?.data.find(({ key }) => key === setKey);
  const instanceRoles = all.data?.data ?? [];
  const buttons = (
    <span className={classes['headButtons']}>
      <Button
        variant="default"
        disabled={!operator || permissions.data === undefined}
        onClick={() => setOpen({ kind: 'permission', permission: null })}
      >
        New permission…
      </Button>
      <Button
        disabled={!operator || permissions.data === undefined}
        onClick={() => setOpen({ kind: 'edit', role: null })}
      >
        New role…
      </Button>
    </span>
  );
  return (
    <>
      <div className={classes['head']}>
        <p className={common['intro']}>
          A role is a list of permissions. Roles belong to the instance: changing one changes it for
          every organization.{' '}
          {typeof setKey === 'string' && (
            <>
              {organization.name} has the role set {set === undefined ? '' : <b>{set.name}</b>}{' '}
              <code>{setKey}</code>, which says what roles it may give.
            </>
          )}
        </p>
        {operator ? (
          buttons
        ) : (
          <Tooltip label={operatorsOnly}>
            <span>{buttons}</span>
          </Tooltip>
        )}
      </div>
      <QueryView query={given} lines={10}>
        {({ data }) => {
          const shown = operator && all.data !== undefined ? instanceRoles : data;
          return shown.length === 0 ? (
            <EmptyState title="There are no roles.">
              Clerk makes org:admin and org:member when organizations are switched on.
            </EmptyState>
          ) : (
            <Panel flush>
              <RoleMatrix
                roles={shown}
                given={data}
                permissions={permissions.data?.data}
                own={organization.role}
                onEdit={
                  operator
                    ? (key) => {
                        const role = instanceRoles.find((each) => each.key === key);
                        if (role !== undefined) setOpen({ kind: 'edit', role });
                      }
                    : null
                }
                onEditPermission={
                  operator
                    ? (key) => {
                        const found = permissions.data?.data.find((each) => each.key === key);
                        if (found !== undefined) setOpen({ kind: 'permission', permission: found });
                      }
                    : null
                }
              />
            </Panel>
          );
        }}
      </QueryView>
      {operator && (
        <QueryView query={sets} lines={4}>
          {({ data }) => (
            <RoleSetsPanel
              sets={data}
              roles={instanceRoles}
              organization={organization}
              ownKey={typeof setKey === 'string' ? setKey : null}
            />
          )}
        </QueryView>
      )}
      {open?.kind === 'edit' && (
        <RoleDialog
          role={open.role}
          roles={instanceRoles}
          permissions={permissions.data?.data ?? []}
          sets={sets.data?.data}
          onDelete={(role) => setOpen({ kind: 'delete', role })}
          onClose={close}
        />
      )}
      {open?.kind === 'permission' && (
        <PermissionDialog
          permission={open.permission}
          permissions={permissions.data?.data ?? []}
          roles={instanceRoles}
          onClose={close}
        />
      )}
      {open?.kind === 'delete' && (
        <RoleDeletionDialog role={open.role} sets={sets.data?.data} onClose={close} />
      )}
    </>
  );
}
