import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../shared/contract/http.ts';
import {
  actionsOf,
  actorsOf,
  auditCsv,
  auditJson,
  entriesOf,
  targetName,
} from '../../../../renderer/features/organization/audit/audit.logic.ts';
import { momentIn } from '../../../../renderer/features/organization/common/difference.logic.ts';

const entry = (changes: Partial<AuditEntry>): AuditEntry => ({
  id: 'audit_1',
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  action: 'invitation.create',
  target: 'orginv_1',
  actorId: 'user_1',
  impersonatorId: null,
  sessionId: 'sess_1',
  requestId: 'req_1',
  before: null,
  after: null,
  ...changes,
});

describe('an entry of the log', () => {
  it('tells what was changed by name', () => {
    expect(targetName(entry({ after: { id: 'x', emailAddress: 'a@example.com' } }))).toBe(
      'a@example.com',
    );
    expect(targetName(entry({ before: { key: 'org:editor', name: '' } }))).toBe('org:editor');
    expect(targetName(entry({ before: 'x', after: null }))).toBeNull();
  });

  it('belongs to the organization or to the instance', () => {
    expect(actionsOf('organization')).toContain('organization.role_set.change');
    expect(actionsOf('organization')).not.toContain('role.change');
    expect(actionsOf('instance')).toEqual(
      expect.arrayContaining(['role.change', 'role_set.change']),
    );
  });

  it('is found by who did it, also behind an impersonated session', () => {
    const entries = [entry({}), entry({ actorId: 'user_2', impersonatorId: 'user_1' })];
    expect(actorsOf(entries)).toEqual(['user_1', 'user_2']);
    expect(entriesOf(entries, 'user_1')).toHaveLength(2);
    expect(entriesOf(entries, 'user_2')).toHaveLength(1);
    expect(entriesOf(entries, '')).toHaveLength(2);
  });
});

describe('the exported log', () => {
  it('is a table that no spreadsheet runs', () => {
    const csv = auditCsv([
      entry({ after: { title: '=HYPERLINK("x")' }, before: { a: 'line\nbreak, "quoted"' } }),
    ]);
    const [head, ...rows] = csv.split('\r\n');
    expect(head).toBe(
      'at_utc,action,target,target_name,actor_id,impersonator_id,session_id,request_id,before,after',
    );
    expect(rows.join('\r\n')).toBe(
      '2026-01-02T03:04:05.000Z,invitation.create,orginv_1,"\'=HYPERLINK(""x"")",user_1,,sess_1,req_1,' +
        '"{""a"":""line\\nbreak, \\""quoted\\""""}","{""title"":""=HYPERLINK(\\""x\\"")""}"\r\n',
    );
  });

  it('is JSON with what was asked for and readable times', () => {
    const read = JSON.parse(
      auditJson([entry({})], { scope: 'organization', action: '' }),
    ) as object;
    expect(read).toMatchObject({
      scope: 'organization',
      entries: [{ at: '2026-01-02T03:04:05.000Z', atMs: 1_767_323_045_000, id: 'audit_1' }],
    });
  });
});

it.each([
  ['createdAtMs', '1767323045000', 1_767_323_045_000],
  ['organization.created_at', '1767323045000', 1_767_323_045_000],
  ['seats', '1767323045000', null],
  ['createdAtMs', '25', null],
  ['createdAtMs', '"soon"', null],
  ['createdAtMs', null, null],
])('%s with %s is the moment %s', (path, json, atMs) => {
  expect(momentIn(path, json)).toBe(atMs);
});
