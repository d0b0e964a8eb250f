import { describe, expect, it } from 'vitest';
import { differences } from '../../../../renderer/features/organization/common/difference.logic.ts';

describe('differences between two JSON values', () => {
  it('are told key by key, lists as one value', () => {
    expect(
      differences(
        { name: 'a', deep: { on: true, same: 1 }, gone: 1, list: [1] },
        { name: 'b', deep: { on: false, same: 1 }, list: [1, 2], added: null },
      ),
    ).toEqual([
      { path: 'name', before: '"a"', after: '"b"' },
      { path: 'deep.on', before: 'true', after: 'false' },
      { path: 'list', before: '[1]', after: '[1,2]' },
      { path: 'added', before: null, after: 'null' },
      { path: 'gone', before: '1', after: null },
    ]);
  });

  it('tell what came and what went by its keys', () => {
    expect(differences(null, { role: 'org:member' })).toEqual([
      { path: 'role', before: null, after: '"org:member"' },
    ]);
    expect(differences({ role: 'org:member' }, null)).toEqual([
      { path: 'role', before: '"org:member"', after: null },
    ]);
    expect(differences({}, { empty: {} })).toEqual([{ path: 'empty', before: null, after: '{}' }]);
  });

  it('are none between equals, and one where the kind changed', () => {
    expect(differences({ a: {} }, { a: {} })).toEqual([]);
    expect(differences('x', { a: 1 })).toEqual([{ path: '', before: '"x"', after: '{"a":1}' }]);
  });
});
