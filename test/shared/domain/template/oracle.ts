/**
 * The template language once more, written apart from the product: it imports nothing of it, builds every
 * shortcode's value first, and finds shortcodes with one regular expression. Slow and plain on purpose.
 */
type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Item = Record<string, unknown>;

export interface OracleContext {
  user: Item;
  organization?: Item | null | undefined;
  membership?: Item | null | undefined;
  session?: Item | null | undefined;
  memberships?: Item[] | null | undefined;
}

const listed: Record<string, string[]> = {
  user: [
    'id external_id first_name last_name full_name username created_at updated_at last_sign_in_at',
    'primary_email_address primary_phone_number primary_web3_wallet email_verified',
    'phone_number_verified image_url has_image two_factor_enabled organizations public_metadata',
    'unsafe_metadata',
  ],
  org: ['id name role slug image_url has_image public_metadata'],
  org_membership: ['permissions public_metadata'],
  session: ['actor reverification_id'],
};

function pick(item: Item, names: string[]): Item {
  const chosen: Item = {};
  for (const name of names.join(' ').split(' ')) {
    if (Object.hasOwn(item, name)) chosen[name] = item[name];
  }
  return chosen;
}

const isItem = (value: unknown): value is Item =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function identifier(user: Item, list: string, id: string): Item {
  const entries = Array.isArray(user[list]) ? (user[list] as unknown[]) : [];
  const found = entries.find((entry) => isItem(entry) && entry['id'] === user[id]);
  return typeof user[id] === 'string' && isItem(found) ? found : {};
}

const isVerified = (entry: Item): boolean =>
  isItem(entry['verification']) && entry['verification']['status'] === 'verified';

const toSeconds = (value: unknown): unknown =>
  typeof value === 'number' ? Math.floor(value / 1000) : null;

function environment(context: OracleContext): Record<string, Item> {
  const { user } = context;
  const membership = context.membership ?? {};
  const organization =
    context.organization === undefined
      ? isItem(membership['organization'])
        ? membership['organization']
        : null
      : context.organization;
  const email = identifier(user, 'email_addresses', 'primary_email_address_id');
  const phone = identifier(user, 'phone_numbers', 'primary_phone_number_id');
  const wallet = identifier(user, 'web3_wallets', 'primary_web3_wallet_id');
  const names = [user['first_name'], user['last_name']].filter((name) => typeof name === 'string');
  const name = names
    .map((part) => part.trim())
    .join(' ')
    .trim();

  const organizations: Item = {};
  const active: Item[] =
    organization !== null && context.membership ? [{ ...context.membership, organization }] : [];
  const known = context.memberships ?? user['organization_memberships'];
  for (const entry of Array.isArray(known) ? (known as Item[]) : active) {
    const owner = entry['organization'];
    if (isItem(owner) && typeof owner['id'] === 'string') {
      organizations[owner['id']] = entry['role'] ?? null;
    }
  }
  const made: Item = {
    ...user,
    full_name: name === '' ? null : name,
    created_at: toSeconds(user['created_at']),
    updated_at: toSeconds(user['updated_at']),
    last_sign_in_at: toSeconds(user['last_sign_in_at']),
    primary_email_address: email['email_address'],
    primary_phone_number: phone['phone_number'],
    primary_web3_wallet: wallet['web3_wallet'],
    email_verified: isVerified(email),
    phone_number_verified: isVerified(phone),
    organizations,
    public_metadata: user['public_metadata'] ?? {},
    unsafe_metadata: user['unsafe_metadata'] ?? {},
  };
  const all: Record<string, Item> = { user: made, org: {}, org_membership: {}, session: {} };
  if (organization !== null) {
    const role = membership['role'];
    const metadata = organization['public_metadata'] ?? {};
    all['org'] = { ...organization, role, public_metadata: metadata };
    if (context.membership) {
      all['org_membership'] = {
        ...membership,
        public_metadata: membership['public_metadata'] ?? {},
      };
    }
  }
  if (context.session) all['session'] = { ...context.session };
  return Object.fromEntries(
    Object.entries(all).map(([root, item]) => [root, pick(item, listed[root] ?? [])]),
  );
}

const word = `[^\\s|{}'".]+`;
const path = `(?![-+0-9‘’“”])(?!(?:true|false|null)(?:[\\s|{}'"]))${word}(?:\\.${word})*`;
const number = `-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?=[\\s|}])`;
const operand = `(?:'[^']*'|${number}|(?:true|false)(?=[\\s|}])|${path})`;
const space = '[ \\t\\r\\n]*';
const shortcode = new RegExp(
  `(?<!\\{)\\{\\{${space}${operand}(?:${space}\\|\\|${space}${operand})*${space}\\}\\}`,
  'g',
);

/** Undefined: an unknown root, so the braces stay. */
function resolve(text: string, roots: Record<string, Item>): Value | undefined {
  if (text.startsWith("'")) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^[-0-9]/.test(text)) return Number.isFinite(Number(text)) ? Number(text) : undefined;
  const [root = '', ...steps] = text.split('.');
  if (!Object.hasOwn(roots, root)) return undefined;
  if (steps.length === 0) return null;
  let at: unknown = roots[root];
  for (const step of steps) {
    if (!isItem(at) || !Object.hasOwn(at, step)) return null;
    at = at[step];
  }
  return (at ?? null) as Value;
}

function evaluateShortcode(source: string, roots: Record<string, Item>): Value | undefined {
  const operands = source.slice(2).match(new RegExp(operand, 'g')) ?? [];
  const values = operands.map((text) => resolve(text, roots));
  if (values.includes(undefined)) return undefined;
  const chosen = values.find((value) => value !== null && value !== false);
  return chosen === undefined ? values.at(-1) : chosen;
}

function expand(text: string, roots: Record<string, Item>): Value {
  if (text.match(shortcode)?.[0] === text) {
    const whole = evaluateShortcode(text, roots);
    return whole === undefined ? text : whole;
  }
  return text.replace(shortcode, (source) => {
    const value = evaluateShortcode(source, roots);
    if (value === undefined) return source;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function walk(value: Value, roots: Record<string, Item>): Value {
  if (typeof value === 'string') return expand(value, roots);
  if (Array.isArray(value)) return value.map((item) => walk(item, roots));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, roots)]));
}

const refused = {
  'jwt-template': 'azp exp iat iss jti nbf sub sid v pla fea',
  'session-claims': 'azp exp iat iss jti nbf sub sid v fva fea pla sts o act',
};

/** The claims a template makes for a context. */
export function oracle(
  claims: { [key: string]: Value },
  context: OracleContext,
  kind: 'jwt-template' | 'session-claims',
): { [key: string]: Value } {
  const roots = environment(context);
  const kept = Object.entries(claims).filter(([key]) => !refused[kind].split(' ').includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, walk(value, roots)]));
}
