import { describe, expect, it } from 'vitest';
import { accessTable, permissionNames } from '../../../main/backend/access.ts';
import { describeRule } from '../../../main/backend/rules.ts';

describe('the permissions of an instance', () => {
  it('take the place of the usual names, one by one', () => {
    const table = accessTable(permissionNames({ settingsManage: 'org:app:configure' }));
    const rule = (method: string, path: string): string => {
      const entry = table.find((found) => found.method === method && found.path === path);
      return entry === undefined ? 'no rule' : describeRule(entry.rule);
    };
    expect(rule('PUT', '/v1/org/settings')).toContain('org:app:configure');
    expect(rule('GET', '/v1/items')).toContain('org:data:read');
  });

  it.each(['org:sys_memberships:manage', 'settings:manage', 'org:settings', ''])(
    'are not %j, which no session token carries',
    (key) => {
      expect(() => permissionNames({ settingsManage: key })).toThrow(/not a custom one/);
    },
  );
});
