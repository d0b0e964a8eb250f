import fc from 'fast-check';

/** One operation, as the backend's own OpenAPI document tells it. */
export interface Operation {
  readonly method: string;
  /** With `{parameters}`. */
  readonly path: string;
  readonly queryNames: readonly string[];
  /** JSON Schema of the body; undefined when it takes none. */
  readonly body: Schema | undefined;
}

export interface GeneratedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}
interface DescribedOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  };
}

/** Every operation of an OpenAPI document. */
export const operationsOf = (document: unknown): Operation[] =>
  Object.entries((document as Described).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      queryNames: parameters.filter((each) => each.in === 'query').map(({ name }) => name),
      body: requestBody?.content?.['application/json']?.schema,
    })),
  );

/** Text that has broken servers before: encodings, control characters, keys of prototypes, halves of surrogates. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '..',
  '../../users',
  '%2e%2e%2f',
  '%00',
  '%ff',
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE items; --",
  '{{user.id}}',
  '\ud800',
  '💥'.repeat(40),
  'a'.repeat(2_000),
  'org:admin',
  'org:sys_memberships:manage',
  '-1',
  '1e999',
  'NaN',
  '9007199254740993',
  'null',
  '[object Object]',
  '*',
  '"0"',
  'W/"1"',
  'eyJhIjoxfQ',
);
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 }));
const number = fc.oneof(
  fc.constantFrom(0, -1, 1, 0.5, 1e308, -0, 2 ** 31, 2 ** 53, 100),
  fc.integer(),
);
const anything = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.jsonValue());

/** Mostly what the schema asks for, at times something else in its place, so that requests get deep before they fail. */
function valueOf(schema: Schema | undefined, known: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const right = rightValue(schema, known);
  return fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: anything });
}

function rightValue(
  schema: Schema | undefined,
  known: fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  if (schema === undefined) return anything;
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) {
    return fc.oneof(...schema.anyOf.map((one) => rightValue(one, known)));
  }
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return fc.oneof(known, fc.constantFrom('ok', 'someone@example.com', 'org:member'), text);
    case 'integer':
    case 'number':
      return fc.oneof(fc.constantFrom(1, 30, 60), number);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(schema.items, known), { maxLength: 4 });
    case 'object': {
      const { properties } = schema;
      if (properties === undefined) return fc.dictionary(text, anything, { maxKeys: 4 });
      return fc.record(
        Object.fromEntries(
          Object.entries(properties).map(([name, one]) => [name, valueOf(one, known)]),
        ),
        { requiredKeys: [] },
      );
    }
    default:
      return anything;
  }
}

const headerText = fc.oneof(
  fc.stringMatching(/^[\x20-\x7e]{0,40}$/),
  fc.constantFrom('*', '"0"', '"1"', 'W/"1"', '""', '"' + 'x'.repeat(3_000) + '"'),
);

/** What goes in a path without ending it: a client would encode the rest. */
const segment = (known: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: known },
    {
      weight: 1,
      arbitrary: text.map((each) => encodeURIComponent(each.toWellFormed())),
    },
    { weight: 1, arbitrary: fc.constantFrom('%ff', '%', '%00', '..%2f', '.', '%2e%2e', 'a%3fb') },
  );

/**
 * Requests for an operation: right in most places and hostile in some.
 *
 * @param known ids and names that exist, so that a request finds what it asks for
 */
export function requestsFor(
  operation: Operation,
  known: fc.Arbitrary<string>,
): fc.Arbitrary<GeneratedRequest> {
  const holes = operation.path
    .split('/')
    .map((part) => (part.startsWith('{') ? segment(known) : fc.constant(part)));
  const query = fc.array(
    fc.tuple(
      operation.queryNames.length === 0 ? text : fc.constantFrom(...operation.queryNames),
      fc.oneof(known, text, fc.constantFrom('1', '10', '100')),
    ),
    { maxLength: 3 },
  );
  const headers = fc.record(
    { 'if-match': headerText, 'if-none-match': headerText, 'idempotency-key': headerText },
    { requiredKeys: [] },
  );
  const body =
    operation.body === undefined
      ? fc.option(anything, { nil: undefined, freq: 4 })
      : valueOf(operation.body, known);
  return fc.record({ path: fc.tuple(...holes), query, headers, body }).map((each) => ({
    method: operation.method,
    url: `${each.path.join('/')}?${new URLSearchParams(
      each.query.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]),
    ).toString()}`,
    headers: {
      ...each.headers,
      ...(each.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: each.body === undefined ? undefined : JSON.stringify(each.body),
  }));
}
