import { z } from 'zod';
import { ClerkApiError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import type { ListedIdentifierRecord, Restrictions } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

const flag = z.boolean().nullable().optional();
const RestrictionsPatch = z.strictObject({
  allowlist: flag,
  blocklist: flag,
  block_email_subaddresses: flag,
  block_disposable_email_domains: flag,
  ignore_dots_for_gmail_addresses: flag,
});
const NewIdentifier = z.strictObject({ identifier: z.string().min(1), notify: flag });

const none: Restrictions = {
  allowlist: false,
  blocklist: false,
  block_email_subaddresses: false,
  block_disposable_email_domains: false,
  ignore_dots_for_gmail_addresses: false,
};

/** Who may sign up. It is kept and answered; there is no sign-up here that it could stop. */
export function addRestrictions(on: BapiRoutes): void {
  on('PATCH', '/instance/restrictions', (call) => {
    const body = call.body(RestrictionsPatch);
    const { instance } = call.core.state;
    const before = instance.restrictions ?? none;
    const restrictions: Restrictions = {
      allowlist: body.allowlist ?? before.allowlist,
      blocklist: body.blocklist ?? before.blocklist,
      block_email_subaddresses: body.block_email_subaddresses ?? before.block_email_subaddresses,
      block_disposable_email_domains:
        body.block_disposable_email_domains ?? before.block_disposable_email_domains,
      ignore_dots_for_gmail_addresses:
        body.ignore_dots_for_gmail_addresses ?? before.ignore_dots_for_gmail_addresses,
    };
    call.core.state.tables.instance.put({ ...instance, restrictions, updated_at: call.nowMs });
    return { object: 'instance_restrictions', ...restrictions };
  });
  addList(on, 'allowlist');
  addList(on, 'blocklist');
}

function addList(on: BapiRoutes, list: ListedIdentifierRecord['list']): void {
  const path = `/${list}_identifiers`;
  const shape = (call: BapiCall, row: ListedIdentifierRecord): object => ({
    object: `${list}_identifier`,
    id: row.id,
    identifier: row.identifier,
    identifier_type: typeOf(row.identifier),
    instance_id: call.core.state.instance.id,
    ...(list === 'allowlist' ? { invitation_id: null } : {}),
    created_at: row.created_at,
    updated_at: row.updated_at,
  });
  on('GET', path, (call) => {
    const rows = call.core.state.tables.listed_identifier.find('list', list).toReversed();
    const page = pageShape(rows, pageOf(call.query), (row) => shape(call, row));
    // One list comes bare unless asked otherwise, the other always with its count (clerk/openapi-specs).
    return list === 'blocklist' || call.query.flag('paginated') ? page : page.data;
  });
  on('POST', path, (call) => {
    const { identifier } = call.body(NewIdentifier);
    const { listed_identifier: listed } = call.core.state.tables;
    if (listed.find('list', list).some((row) => row.identifier === identifier)) {
      throw new ClerkApiError(400, 'duplicate_record', `duplicate ${list} identifier`, {
        long: `the identifier ${identifier} already exists`,
        param: 'identifier',
      });
    }
    const row = listed.put({
      id: newId(list === 'allowlist' ? 'alid' : 'blid'),
      list,
      identifier,
      created_at: call.nowMs,
      updated_at: call.nowMs,
    });
    return shape(call, row);
  });
  on('DELETE', `${path}/:identifier`, (call) => {
    const row = call.core.state.tables.listed_identifier.get(call.param('identifier'));
    if (row === undefined || row.list !== list) throw notFound('Identifier');
    call.core.state.tables.listed_identifier.delete(row.id);
    return { object: `${list}_identifier`, id: row.id, deleted: true };
  });
}

function typeOf(identifier: string): string {
  if (identifier.includes('@') || /^[^+\s]+\.[^\s]+$/.test(identifier)) return 'email_address';
  return /^0x[0-9a-f]{40}$/i.test(identifier) ? 'web3_wallet' : 'phone_number';
}
