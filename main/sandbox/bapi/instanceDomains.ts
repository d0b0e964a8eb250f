import { z } from 'zod';
import { ClerkApiError, formInvalid, notFound } from '../errors.ts';
import { newId, randomText } from '../ids.ts';
import type { InstanceDomainRecord, RedirectUrlRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

const NewDomain = z.strictObject({
  name: z.string().min(1),
  is_satellite: z.boolean(),
  proxy_url: z.string().nullable().optional(),
});
const DomainPatch = z.strictObject({
  name: z.string().min(1).nullable().optional(),
  proxy_url: z.string().nullable().optional(),
  is_secondary: z.boolean().nullable().optional(),
});

/** Domains of the app, its redirect URLs and tokens for testing: kept, and without a meaning here. */
export function addInstanceDomains(on: BapiRoutes): void {
  on('GET', '/domains', (call) => {
    const satellites = call.core.state.tables.instance_domain.all();
    const data = [primary(call), ...satellites.map((row) => satellite(row))];
    return { data, total_count: data.length };
  });
  on('POST', '/domains', (call) => {
    const body = call.body(NewDomain);
    if (!body.is_satellite) {
      throw formInvalid('is_satellite', 'Only satellite domains can be added.');
    }
    const { instance_domain: domains } = call.core.state.tables;
    if (domains.all().some((row) => row.name === body.name)) {
      throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', { param: 'name' });
    }
    const row = domains.put({
      id: newId('dmn'),
      name: body.name,
      proxy_url: body.proxy_url ?? null,
      created_at: call.nowMs,
      updated_at: call.nowMs,
    });
    return satellite(row);
  });
  on('PATCH', '/domains/:domain', (call) => {
    const before = named(call);
    const body = call.body(DomainPatch);
    const row = call.core.state.tables.instance_domain.put({
      ...before,
      name: body.name ?? before.name,
      proxy_url: body.proxy_url === undefined ? before.proxy_url : body.proxy_url,
      updated_at: call.nowMs,
    });
    return satellite(row);
  });
  on('DELETE', '/domains/:domain', (call) => {
    const { id } = named(call);
    call.core.state.tables.instance_domain.delete(id);
    return { object: 'domain', id, deleted: true };
  });
  addRedirectUrls(on);
  on('POST', '/testing_tokens', (call) => ({
    object: 'testing_token',
    token: `${Math.floor(call.nowMs / 1000)}-${randomText(43)}`,
    expires_at: Math.floor(call.nowMs / 1000) + 3600,
  }));
}

function named(call: BapiCall): InstanceDomainRecord {
  const row = call.core.state.tables.instance_domain.get(call.param('domain'));
  if (row === undefined) throw notFound('Domain');
  return row;
}

function primary(call: BapiCall): object {
  const { instance } = call.core.state;
  const name = instance.frontend_host.replace('.clerk.', '.');
  return {
    object: 'domain',
    id: `dmn_${instance.id.slice(4)}`,
    name,
    is_satellite: false,
    frontend_api_url: `https://${instance.frontend_host}`,
    accounts_portal_url: `https://${name}`,
    proxy_url: null,
    development_origin: '',
    cname_targets: [],
  };
}

const satellite = (row: InstanceDomainRecord): object => ({
  object: 'domain',
  id: row.id,
  name: row.name,
  is_satellite: true,
  frontend_api_url: row.proxy_url ?? `https://clerk.${row.name}`,
  accounts_portal_url: null,
  proxy_url: row.proxy_url,
  development_origin: '',
  cname_targets: [],
});

function addRedirectUrls(on: BapiRoutes): void {
  const shape = ({ id, url, created_at, updated_at }: RedirectUrlRecord): object => ({
    object: 'redirect_url',
    id,
    url,
    created_at,
    updated_at,
  });
  const found = (call: BapiCall): RedirectUrlRecord => {
    const row = call.core.state.tables.redirect_url.get(call.param('url'));
    if (row === undefined) throw notFound('Redirect url');
    return row;
  };
  on('GET', '/redirect_urls', (call) => {
    const rows = call.core.state.tables.redirect_url.all().toReversed();
    const page = pageShape(rows, pageOf(call.query), shape);
    return call.query.flag('paginated') ? page : page.data;
  });
  on('POST', '/redirect_urls', (call) => {
    const { url } = call.body(z.strictObject({ url: z.url() }));
    return shape(
      call.core.state.tables.redirect_url.put({
        id: newId('ru'),
        url,
        created_at: call.nowMs,
        updated_at: call.nowMs,
      }),
    );
  });
  on('GET', '/redirect_urls/:url', (call) => shape(found(call)));
  on('DELETE', '/redirect_urls/:url', (call) => {
    const { id } = found(call);
    call.core.state.tables.redirect_url.delete(id);
    return { object: 'redirect_url', id, deleted: true };
  });
}
