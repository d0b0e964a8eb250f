import { z } from 'zod';
import { ClerkApiError, formInvalid, formMissing, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { jwtTemplateShape } from '../shapes/organization.ts';
import type { JwtTemplateRecord } from '../state/records.ts';
import { signingKeyOf } from '../tokens/customKey.ts';
import { isSigningAlgorithm, signingAlgorithms } from '../tokens/jws.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import { checkClaims } from './claims.ts';
import type { BapiCall, BapiRoutes } from './call.ts';

/** Bounds as in clerk/openapi-specs `bapi/2026-05-12.yml`. `name` and `claims` are required on PATCH too. */
const Template = z.strictObject({
  name: z.string(),
  claims: z.record(z.string(), z.unknown()),
  lifetime: z.int().min(30).max(315_360_000).nullable().optional(),
  allowed_clock_skew: z.int().min(0).max(300).nullable().optional(),
  custom_signing_key: z.boolean().optional(),
  signing_algorithm: z.string().nullable().optional(),
  signing_key: z.string().nullable().optional(),
});
type TemplateBody = z.output<typeof Template>;

export function addTemplates(on: BapiRoutes): void {
  on('GET', '/jwt_templates', (call) => {
    const rows = call.core.state.tables.jwt_template
      .all()
      .sort((a, b) => b.created_at - a.created_at || (a.name < b.name ? -1 : 1));
    // Without `paginated` the list has no default limit (inferred): an instance has few templates.
    if (!call.query.flag('paginated')) {
      const page = call.query.has('limit') || call.query.has('offset');
      return page
        ? pageShape(rows, pageOf(call.query), jwtTemplateShape).data
        : rows.map(jwtTemplateShape);
    }
    return pageShape(rows, pageOf(call.query), jwtTemplateShape);
  });
  on('POST', '/jwt_templates', (call) => {
    const body = call.body(Template);
    const record = fill(call, body, {
      id: newId('jtmp'),
      name: '',
      claims: {},
      lifetime: 60,
      allowed_clock_skew: 5,
      custom_signing_key: false,
      signing_algorithm: 'RS256',
      signing_key: null,
      created_at: call.nowMs,
      updated_at: call.nowMs,
    });
    return jwtTemplateShape(call.core.state.tables.jwt_template.put(record));
  });
  on('GET', '/jwt_templates/:id', (call) => jwtTemplateShape(templateOf(call)));
  on('PATCH', '/jwt_templates/:id', (call) => {
    const before = templateOf(call);
    const record = fill(call, call.body(Template), before);
    return jwtTemplateShape(call.core.state.tables.jwt_template.put(record));
  });
  on('DELETE', '/jwt_templates/:id', (call) => {
    const template = templateOf(call);
    call.core.state.tables.jwt_template.delete(template.id);
    return { object: 'jwt_template', id: template.id, deleted: true };
  });
}

function templateOf(call: BapiCall): JwtTemplateRecord {
  const template = call.core.state.tables.jwt_template.get(call.param('id'));
  if (template === undefined) throw notFound('JWT template');
  return template;
}

function fill(call: BapiCall, body: TemplateBody, before: JwtTemplateRecord): JwtTemplateRecord {
  checkName(call, body.name, before.id);
  checkClaims('jwt-template', body.claims);
  return {
    ...before,
    name: body.name,
    claims: body.claims,
    // A null puts the default back (inferred).
    lifetime: body.lifetime === undefined ? before.lifetime : (body.lifetime ?? 60),
    allowed_clock_skew:
      body.allowed_clock_skew === undefined
        ? before.allowed_clock_skew
        : (body.allowed_clock_skew ?? 5),
    ...signing(body, before),
    updated_at: call.nowMs,
  };
}

function checkName(call: BapiCall, name: string, own: string): void {
  if (!/^[\w-]{1,64}$/.test(name)) {
    throw formInvalid('name', 'name takes 1 to 64 letters, digits, dashes and underscores.');
  }
  const others = call.core.state.tables.jwt_template.find('name', name);
  if (others.some((other) => other.id !== own)) {
    throw new ClerkApiError(400, 'duplicate_record', 'Duplicate record', {
      long: `A JWT template named ${name} exists already.`,
      param: 'name',
    });
  }
}

type Signing = Pick<JwtTemplateRecord, 'custom_signing_key' | 'signing_algorithm' | 'signing_key'>;

/**
 * A custom key needs its algorithm and the key (documented). Leaving both out on a change keeps the old ones
 * (inferred); another algorithm takes a key of its own.
 */
function signing(body: TemplateBody, before: JwtTemplateRecord): Signing {
  const custom = body.custom_signing_key ?? before.custom_signing_key;
  if (!custom) return { custom_signing_key: false, signing_algorithm: 'RS256', signing_key: null };
  const kept = before.custom_signing_key ? before : null;
  const algorithm = body.signing_algorithm ?? kept?.signing_algorithm;
  const isSame = algorithm === kept?.signing_algorithm;
  const key = body.signing_key ?? (isSame ? kept?.signing_key : undefined);
  if (algorithm === undefined) throw formMissing('signing_algorithm');
  if (key === null || key === undefined || key === '') throw formMissing('signing_key');
  if (!isSigningAlgorithm(algorithm)) {
    throw formInvalid(
      'signing_algorithm',
      `The sandbox signs with ${signingAlgorithms.join(', ')}.`,
    );
  }
  try {
    signingKeyOf(algorithm, key);
  } catch {
    throw formInvalid('signing_key', `signing_key is no private key for ${algorithm}.`);
  }
  return { custom_signing_key: true, signing_algorithm: algorithm, signing_key: key };
}
