import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { shortcodes } from '../../../../shared/domain/template/shortcodes.ts';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';

/** Any text: plain, non-ASCII, controls, halves of surrogate pairs. */
const anyText = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', ' ', '\ud83d', '\ude00', '"', '\\', 'é', '日本', '\u2028', 'null', '{{'),
);

const key = fc.oneof(
  fc.constantFrom('plan', 'tags', 'a', 'b', 'c-d', 'length', '0', '__proto__', 'constructor'),
  fc.string({ maxLength: 5 }),
);

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(0, -0, 1e21, 1e-7, 0.1, 2 ** 53),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  anyText,
);

/** Objects as JSON.parse makes them: an own `__proto__` included, no prototype changed. */
const record = (member: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc
    .array(fc.tuple(key, member), { maxLength: 4 })
    .map((entries) => Object.fromEntries<Json>(entries));

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    record(tie('value')),
  ),
})).value;

const metadata = fc.record(
  { plan: scalar, tags: json, a: fc.record({ b: json }), 'c-d': scalar },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary);
const time = fc.oneof(fc.integer({ min: 0, max: 2 ** 41 }), fc.constant(null));

const user = fc.record(
  {
    id: fc.constantFrom('user_1', 'user_é'),
    external_id: nullable(anyText),
    first_name: nullable(anyText),
    last_name: nullable(anyText),
    username: nullable(anyText),
    created_at: time,
    updated_at: time,
    last_sign_in_at: time,
    image_url: fc.constant('https://img.example/1'),
    has_image: fc.boolean(),
    two_factor_enabled: fc.boolean(),
    banned: fc.boolean(),
    primary_email_address_id: fc.constantFrom('idn_1', 'idn_2', null),
    email_addresses: fc.constantFrom(
      [],
      [
        { id: 'idn_1', email_address: 'a@example.com', verification: { status: 'verified' } },
        { id: 'idn_2', email_address: 'b@example.com', verification: null },
      ],
    ),
    primary_phone_number_id: fc.constantFrom('idn_3', null),
    phone_numbers: fc.constant([
      { id: 'idn_3', phone_number: '+15550001', verification: { status: 'unverified' } },
    ]),
    public_metadata: metadata,
    unsafe_metadata: metadata,
    private_metadata: metadata,
  },
  { requiredKeys: ['id'] },
);

const organization = fc.record(
  {
    id: fc.constantFrom('org_1', 'org_2'),
    name: anyText,
    slug: nullable(anyText),
    image_url: anyText,
    has_image: fc.boolean(),
    public_metadata: metadata,
  },
  { requiredKeys: ['id'] },
);

const membership = fc.record(
  {
    role: fc.constantFrom('org:admin', 'org:member', null),
    permissions: fc.array(fc.constantFrom('org:data:read', 'org:data:write')),
    public_metadata: metadata,
    organization,
  },
  { requiredKeys: [] },
);

const session = fc.record(
  {
    actor: nullable(fc.record({ sub: fc.constant('user_9'), iss: anyText })),
    reverification_id: nullable(anyText),
  },
  { requiredKeys: [] },
);

export const anyContext: fc.Arbitrary<PreviewContext> = fc.record(
  {
    user,
    organization: nullable(organization),
    membership: nullable(membership),
    session: nullable(session),
    memberships: nullable(fc.array(membership, { maxLength: 3 })),
  },
  { requiredKeys: ['user'] },
) as fc.Arbitrary<PreviewContext>;

const path = fc.oneof(
  { arbitrary: fc.constantFrom(...shortcodes.map((entry) => entry.name)), weight: 6 },
  {
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'user.public_metadata',
          'user.unsafe_metadata',
          'org.public_metadata',
          'org_membership.public_metadata',
          'session.actor',
          'user.organizations',
          'user.id',
        ),
        fc.constantFrom('plan', 'tags', 'a', 'a.b', 'a.b.0', 'c-d', '__proto__', 'sub', 'org_1'),
      )
      .map((parts) => parts.join('.')),
    weight: 5,
  },
  fc.constantFrom(
    'user',
    'user.banned',
    'user.private_metadata.plan',
    'org.permissions',
    'session.id',
    'organization.id',
    'constructor.name',
    'user.constructor',
    'user..id',
    'a.',
    'truely.x',
    'user.toString',
  ),
);

const literal = fc.constantFrom(
  "'x'",
  "''",
  "'a b'",
  "'{{'",
  "'}}'",
  "'é\"'",
  '0',
  '-0',
  '30',
  '1.5',
  '-2e3',
  '1e999',
  '007',
  'true',
  'false',
  'null',
  '"x"',
  "'",
  '‘x’',
);

const operand = fc.oneof({ arbitrary: path, weight: 4 }, { arbitrary: literal, weight: 2 });
const gap = fc.constantFrom('', ' ', '  ', '\n', '\t', '\u00a0');
const bars = fc.oneof(
  { arbitrary: fc.constant('||'), weight: 9 },
  fc.constantFrom('|', '&&', '?', ''),
);
const open = fc.oneof(
  { arbitrary: fc.constant('{{'), weight: 9 },
  fc.constantFrom('{', '{{{', '{{{{'),
);
const close = fc.oneof(
  { arbitrary: fc.constant('}}'), weight: 9 },
  fc.constantFrom('}', '}}}', ''),
);

const chain = fc
  .tuple(operand, fc.array(fc.tuple(gap, bars, gap, operand), { maxLength: 2 }), gap, gap)
  .map(([first, rest, before, after]) => before + first + rest.flat().join('') + after);

/** Mostly good shortcodes, with every kind of slip mixed in. */
const anyShortcode = fc.tuple(open, chain, close).map((parts) => parts.join(''));

const templateText = fc.oneof(
  { arbitrary: anyShortcode, weight: 5 },
  {
    arbitrary: fc
      .array(fc.oneof(anyShortcode, anyText, fc.constantFrom('}}', '{', ' ', '"')), {
        maxLength: 5,
      })
      .map((parts) => parts.join('')),
    weight: 4,
  },
  anyText,
);

const claim = fc.oneof(
  { arbitrary: fc.string({ minLength: 1, maxLength: 6 }), weight: 3 },
  fc.constantFrom('aud', 'role', 'exp', 'sid', 'o', 'act', 'org_id', '__proto__', '{{user.id}}'),
);

const templateValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: templateText, weight: 6 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    record(tie('value')),
  ),
})).value;

export const anyTemplate: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(claim, templateValue), { maxLength: 5 })
  .map((entries) => Object.fromEntries<Json>(entries));
