import { expect, test } from 'vitest';
import { permissionGrid } from '../../../../shared/domain/access/grid.ts';
import { readAuth } from '../../../../shared/domain/token/claims.ts';
import { acmeV2, personalV2 } from '../token/support.ts';

test('shows each known permission on both sides, and why they differ', () => {
  const known = [
    'data:read',
    'org:data:write',
    'org:teams:write',
    'org:billing:read',
    'org:sys_profile:manage',
    'org:x:y',
  ];
  const membershipPermissions = [
    'org:data:read',
    'org:teams:write',
    'org:billing:read',
    'org:sys_profile:manage',
  ];
  const rows = permissionGrid(readAuth(acmeV2), known, { membershipPermissions });
  expect(
    rows.map(({ permission, server, client, reason }) => [permission, server, client, reason]),
  ).toEqual([
    ['org:billing:read', false, true, 'feature-missing'],
    ['org:data:read', true, true, 'held'],
    ['org:data:write', true, false, 'held'],
    ['org:sys_profile:manage', false, true, 'system'],
    ['org:teams:read', true, false, 'held'],
    ['org:teams:write', false, true, 'stale'],
    ['org:x:y', false, false, 'not-held'],
  ]);
  expect(permissionGrid(readAuth(personalV2), ['org:a:b'])).toEqual([
    { permission: 'org:a:b', server: false, client: null, reason: 'no-organization' },
  ]);
});
