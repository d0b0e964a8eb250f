import { z } from 'zod';
import { ClerkApiError, notFound } from '../errors.ts';
import { enrollmentModes } from '../logic/domains.ts';
import { checkRoleSet, initialRoleSet, saveRoleSet } from '../logic/roleSets.ts';
import type { InstanceRecord } from '../state/records.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

const InstancePatch = z.strictObject({
  allowed_origins: z.array(z.string()).nullable().optional(),
  test_mode: z.boolean().nullable().optional(),
  hibp: z.boolean().nullable().optional(),
  support_email: z.string().nullable().optional(),
  clerk_js_version: z.string().nullable().optional(),
  development_origin: z.string().nullable().optional(),
  url_based_session_syncing: z.boolean().nullable().optional(),
});

const SettingsPatch = z.strictObject({
  enabled: z.boolean().nullable().optional(),
  max_allowed_memberships: z.int().min(0).nullable().optional(),
  admin_delete_enabled: z.boolean().nullable().optional(),
  domains_enabled: z.boolean().nullable().optional(),
  slug_disabled: z.boolean().nullable().optional(),
  domains_enrollment_modes: z.array(z.enum(enrollmentModes)).nullable().optional(),
  /** Role ids, although the answer gives keys. */
  creator_role_id: z.string().nullable().optional(),
  domains_default_role_id: z.string().nullable().optional(),
});

export function addInstance(on: BapiRoutes): void {
  on('GET', '/instance', (call) => {
    const { instance } = call.core.state;
    return {
      object: 'instance',
      id: instance.id,
      environment_type: 'development',
      allowed_origins: instance.allowed_origins,
    };
  });
  on('PATCH', '/instance', (call) => {
    const { allowed_origins: origins } = call.body(InstancePatch);
    for (const origin of origins ?? []) checkOrigin(origin);
    if (origins !== undefined) save(call, { allowed_origins: origins ?? [] });
    return undefined;
  });
  on('GET', '/instance/organization_settings', settingsShape);
  on('PATCH', '/instance/organization_settings', (call) => {
    const body = call.body(SettingsPatch);
    const before = call.core.state.instance.organization_settings;
    save(call, {
      organization_settings: {
        ...before,
        enabled: body.enabled ?? before.enabled,
        max_allowed_memberships: body.max_allowed_memberships ?? before.max_allowed_memberships,
        admin_delete_enabled: body.admin_delete_enabled ?? before.admin_delete_enabled,
        domains_enabled: body.domains_enabled ?? before.domains_enabled,
        slug_disabled: body.slug_disabled ?? before.slug_disabled,
        domains_enrollment_modes: body.domains_enrollment_modes ?? before.domains_enrollment_modes,
      },
    });
    const creator = roleId(call, body.creator_role_id);
    const member = roleId(call, body.domains_default_role_id);
    if (creator !== null || member !== null) {
      const { state } = call.core;
      const initial = initialRoleSet(state);
      const changed = {
        ...initial,
        creator_role_id: creator ?? initial.creator_role_id,
        default_role_id: member ?? initial.default_role_id,
      };
      // Both settings are those of the initial role set, and come back from there.
      saveRoleSet(call.core, call.nowMs, checkRoleSet(state, changed));
    }
    return settingsShape(call);
  });
}

function roleId(call: BapiCall, id: string | null | undefined): string | null {
  if (id === null || id === undefined) return null;
  const role = call.core.state.tables.role.get(id);
  if (role === undefined) throw notFound('Organization role');
  return role.id;
}

function settingsShape(call: BapiCall): object {
  return { object: 'organization_settings', ...call.core.state.instance.organization_settings };
}

const save = (call: BapiCall, change: Partial<InstanceRecord>): InstanceRecord =>
  call.core.state.tables.instance.put({
    ...call.core.state.instance,
    ...change,
    updated_at: call.nowMs,
  });

/** Custom schemes only: pages on http and https identify themselves by their cookies. */
function checkOrigin(origin: string): void {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/i.test(origin) || /^https?:/i.test(origin)) {
    throw new ClerkApiError(422, 'form_invalid_origin', 'Invalid origin', {
      long: `${origin} is not an origin of a custom scheme, such as my-app://host.`,
      param: 'allowed_origins',
    });
  }
}
