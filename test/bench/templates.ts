/**
 * The template rows of the performance goals, as ratios in one run: `node test/bench/templates.ts [--quick]`.
 * 100,000 user × organization pairs; the median of several rounds, the contenders taking turns.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Evaluation,
  type ScanSubject,
} from '../../renderer/features/templates/scan/evaluation.logic.ts';
import type { ScanUser } from '../../shared/contract/http.ts';
import type { JsonObject } from '../../shared/domain/json.ts';
import { compileTemplate } from '../../shared/domain/template/compile.ts';
import { parseTemplateText } from '../../shared/domain/template/jsonText.ts';
import { Scan } from '../../shared/domain/template/scan.ts';

const quick = process.argv.includes('--quick');
const pairs = quick ? 10_000 : 100_000;
const rounds = quick ? 3 : 9;

const template = {
  email: '{{user.primary_email_address}}',
  name: '{{user.first_name}} {{user.last_name}}',
  plan: "{{user.public_metadata.plan || 'free'}}",
  seats: '{{org.public_metadata.limits.seats || 5}}',
  org: { id: '{{org.id}}', slug: '{{org.slug}}', role: "{{org.role || 'none'}}" },
  flags: '{{user.public_metadata.flags}}',
  aud: 'https://api.example.com',
} satisfies JsonObject;

interface Pair {
  user: {
    id: string;
    first_name: string | null;
    last_name: string | null;
    primary_email_address_id: string;
    email_addresses: { id: string; email_address: string }[];
    public_metadata: { plan?: string; flags: Record<string, boolean> };
  };
  organization: {
    id: string;
    slug: string;
    public_metadata: { limits?: { seats?: number } };
  } | null;
  membership: { role: string } | null;
}

function makePairs(): Pair[] {
  return Array.from({ length: pairs }, (_, index): Pair => {
    const flags: Record<string, boolean> = {};
    for (let flag = 0; flag < index % 6; flag += 1) flags[`flag_${flag}`] = flag % 2 === 0;
    const inOrg = index % 10 !== 0;
    return {
      user: {
        id: `user_${index}`,
        first_name: index % 7 === 0 ? null : `Näme${index % 100}`,
        last_name: `Last${index % 1000}`,
        primary_email_address_id: `idn_${index}`,
        email_addresses: [{ id: `idn_${index}`, email_address: `person${index}@example.com` }],
        public_metadata: { ...(index % 3 === 0 ? { plan: 'pro' } : {}), flags },
      },
      organization: inOrg
        ? {
            id: `org_${index % 500}`,
            slug: `acme-${index % 500}`,
            public_metadata: index % 2 === 0 ? { limits: { seats: index % 50 } } : {},
          }
        : null,
      membership: inOrg ? { role: index % 4 === 0 ? 'org:admin' : 'org:member' } : null,
    };
  });
}

/** What a developer would write for exactly this template. */
function handWritten({ user, organization, membership }: Pair): JsonObject {
  const email = user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
  return {
    email: email?.email_address ?? null,
    name: `${user.first_name} ${user.last_name}`,
    plan: user.public_metadata.plan ?? 'free',
    seats: organization?.public_metadata.limits?.seats ?? 5,
    org: {
      id: organization?.id ?? null,
      slug: organization?.slug ?? null,
      role: membership?.role ?? 'none',
    },
    flags: user.public_metadata.flags,
    aud: 'https://api.example.com',
  };
}

/** Replacing in the text of the template, the way it is often done. */
function naive(pair: Pair): JsonObject {
  const email = pair.user.email_addresses.find(
    ({ id }) => id === pair.user.primary_email_address_id,
  );
  const roots: Record<string, unknown> = {
    user: { ...pair.user, primary_email_address: email?.email_address },
    org: { ...pair.organization, role: pair.membership?.role },
  };
  const read = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key] ?? null, roots);
  const value = (source: string): unknown => {
    for (const operand of source.split('||')) {
      const text = operand.trim();
      const found = /^['0-9]/.test(text) ? JSON.parse(text.replaceAll("'", '"')) : read(text);
      if (found !== null && found !== false) return found;
    }
    return null;
  };
  const text = JSON.stringify(template)
    .replaceAll(/"\{\{([^}]*)\}\}"/g, (_, source: string) => JSON.stringify(value(source)))
    .replaceAll(/\{\{([^}]*)\}\}/g, (_, source: string) => String(value(source)));
  return JSON.parse(text) as JsonObject;
}

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

type Contender<T> = readonly [name: string, run: (item: T) => unknown];

/** CPU time per round in milliseconds, the contenders taking turns. */
function race<T>(
  contenders: readonly Contender<T>[],
  items: readonly T[],
  anew: () => unknown = () => undefined,
): Map<string, number> {
  const times = new Map<string, number[]>(contenders.map(([name]) => [name, []]));
  for (let round = 0; round < rounds + 1; round += 1) {
    for (const [name, run] of contenders) {
      anew();
      const before = process.cpuUsage();
      for (const item of items) run(item);
      const { user, system } = process.cpuUsage(before);
      // The first round warms up.
      if (round > 0) times.get(name)?.push((user + system) / 1000);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

const compiled = compileTemplate(template, { kind: 'jwt-template' });
const data = makePairs();
const bytesOf = (claims: unknown): number => Buffer.byteLength(JSON.stringify(claims));

for (const pair of data.slice(0, 2000)) {
  const expected = JSON.stringify(handWritten(pair));
  if (JSON.stringify(compiled.render(pair)) !== expected) throw new Error('render differs');
  if (JSON.stringify(naive(pair)) !== expected) throw new Error('naive differs');
  if (compiled.size(pair) !== Buffer.byteLength(expected)) throw new Error('size differs');
}

const line = (name: string, ms: number, against: number, goal = ''): void => {
  const rate = Math.round(data.length / (ms / 1000)).toLocaleString('en-US');
  const ratio = (against / ms).toFixed(2);
  console.log(
    `  ${name.padEnd(34)} ${ms.toFixed(1).padStart(8)} ms ${rate.padStart(12)} /s  × ${ratio}  ${goal}`,
  );
};

console.log(`${data.length.toLocaleString('en-US')} pairs, CPU time, median of ${rounds}`);

const sizes = race(
  [
    ['hand', (pair) => bytesOf(handWritten(pair))],
    ['compiled', (pair) => compiled.size(pair)],
    ['naive', (pair) => bytesOf(naive(pair))],
  ],
  data,
);
const handSize = sizes.get('hand') ?? 0;
console.log('Bytes of the claims');
line('hand-written, stringified', handSize, handSize);
line('compiled, nothing built', sizes.get('compiled') ?? 0, handSize, 'goal ≥ 0.60');
line('replacing in text', sizes.get('naive') ?? 0, handSize);

const claims = race(
  [
    ['hand', handWritten],
    ['compiled', (pair) => compiled.render(pair)],
    ['naive', naive],
  ],
  data,
);
const handClaims = claims.get('hand') ?? 0;
console.log('The claims themselves');
line('hand-written', handClaims, handClaims);
line('compiled', claims.get('compiled') ?? 0, handClaims);
line('replacing in text', claims.get('naive') ?? 0, handClaims);

const stringified = race(
  [
    ['hand', (pair) => JSON.stringify(handWritten(pair))],
    ['compiled', (pair) => JSON.stringify(compiled.render(pair))],
  ],
  data,
);
const handText = stringified.get('hand') ?? 0;
console.log('The claims as JSON');
line('hand-written', handText, handText);
line('compiled', stringified.get('compiled') ?? 0, handText, 'goal ≥ 0.60');

const scanned = race(
  [
    [
      'scan',
      (() => {
        const scan = new Scan(compiled, 1200);
        return (pair: Pair) => scan.add(pair);
      })(),
    ],
  ],
  data,
);
const scanMs = ((scanned.get('scan') ?? 0) * 100_000) / data.length;
console.log(
  `A whole scan with statistics per claim: ${scanMs.toFixed(0)} ms for 100,000 pairs  goal < 1000`,
);

/**
 * A stored scan: pages of users as the backend sent them, kept as bytes. Read, evaluated and sized for another text,
 * against reading alone.
 */
const pageSize = 500;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Records as the Backend API sends them, with the members that no template reads. */
function storedUser({ user, organization, membership }: Pair, index: number): object {
  const times = { created_at: 1_700_000_000_000 + index, updated_at: 1_700_000_000_000 + index };
  const verification = { object: 'verification', status: 'verified', strategy: 'email_code' };
  return {
    user: {
      object: 'user',
      ...user,
      username: `person_${index}`,
      image_url: `http://127.0.0.1:4470/pictures/user_${index}.svg`,
      has_image: false,
      email_addresses: user.email_addresses.map((email) => ({
        ...email,
        object: 'email_address',
        reserved: false,
        verification,
        linked_to: [],
        ...times,
      })),
      phone_numbers: [],
      web3_wallets: [],
      external_accounts: [],
      unsafe_metadata: { theme: 'dark' },
      last_sign_in_at: null,
      two_factor_enabled: false,
      banned: false,
      locked: false,
      ...times,
    },
    memberships:
      organization === null
        ? []
        : [
            {
              object: 'organization_membership',
              id: `orgmem_${index}`,
              ...membership,
              permissions: ['org:data:read', 'org:data:write', 'org:sys_memberships:read'],
              public_metadata: {},
              organization: { object: 'organization', ...organization, has_image: false, ...times },
              ...times,
            },
          ],
  };
}

const stored = Array.from({ length: Math.ceil(data.length / pageSize) }, (_, page) => {
  const users = data
    .slice(page * pageSize, (page + 1) * pageSize)
    .map((pair, at) => storedUser(pair, page * pageSize + at));
  return encoder.encode(
    JSON.stringify({ data: users, nextCursor: 'x', total: data.length, complete: true }),
  );
});

const subject: ScanSubject = {
  name: 'bench',
  kind: 'session-claims',
  claims: template,
  walls: [
    { name: 'Budget', bytes: 1200, rule: '' },
    { name: 'Cookie', bytes: 2300, rule: '' },
  ],
};

const evaluation = { current: new Evaluation(subject) };
const storedTimes = race(
  [
    ['parse', (page) => JSON.parse(decoder.decode(page)) as unknown],
    [
      'scan',
      (page) => {
        const { data: users } = JSON.parse(decoder.decode(page)) as { data: ScanUser[] };
        for (const user of users) evaluation.current.add(user);
      },
    ],
  ],
  stored,
  () => (evaluation.current = new Evaluation(subject)),
);
if (evaluation.current.result().places !== data.length) throw new Error('not everybody was sized');
const parseMs = storedTimes.get('parse') ?? 0;
const readMs = storedTimes.get('scan') ?? 0;
console.log('A stored scan: rows read, evaluated, sized, with statistics per claim and type');
line('JSON.parse of the rows alone', parseMs, parseMs);
line('the whole of it', readMs, parseMs);
console.log(`  ${(readMs / parseMs).toFixed(2)} × JSON.parse of those rows  goal ≤ 2`);

/** `budget` over a file of 100,000 lines, in a process of its own: its speed, and the most memory it took. */
function runBudget(): void {
  const folder = mkdtempSync(join(tmpdir(), 'claimdeck-bench-'));
  try {
    const users = join(folder, 'users.ndjson');
    const text = join(folder, 'template.json');
    writeFileSync(text, JSON.stringify(template));
    writeFileSync(users, '');
    for (let from = 0; from < data.length; from += 1000) {
      const lines = data.slice(from, from + 1000).map((pair) => JSON.stringify(pair));
      appendFileSync(users, `${lines.join('\n')}\n`);
    }
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        // Told as it ends: the most memory that it held at any time.
        '--import',
        'data:text/javascript,process.on("exit",()=>console.error(`most memory: ${Math.round(process.resourceUsage().maxRSS/1024)} MB`))',
        join(import.meta.dirname, '../../main/cli/main.ts'),
        'budget',
        '--template',
        text,
        '--users',
        users,
        '--json',
      ],
      { encoding: 'utf8', maxBuffer: 1e8 },
    );
    const tookMs = performance.now() - began;
    const { count } = JSON.parse(stdout) as { count: number };
    if (status !== 0 || count !== data.length) throw new Error(`budget failed: ${stderr}`);
    const most = Number(/most memory: (\d+) MB/.exec(stderr)?.[1]);
    const megabytes = Math.round(statSync(users).size / 1e6);
    console.log(
      `budget over ${count.toLocaleString('en-US')} lines, ${megabytes} MB: ${(tookMs / 1000).toFixed(2)} s with its start, at most ${most} MB of memory  goal < 256 MB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
runBudget();

const forty = JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `claim_${index}`,
      ["{{user.public_metadata.plan || 'x'}}", '{{user.id}} {{org.name}}', { a: ['{{org.role}}'] }][
        index % 3
      ],
    ]),
  ),
  null,
  2,
);
const first = data[0] ?? { user: {} };
const keystrokes: number[] = [];
for (let index = 0; index < 200; index += 1) {
  const began = performance.now();
  const parsed = parseTemplateText(forty.replace('claim_0', `claim_x${index}`));
  if (parsed.ok) compileTemplate(parsed.value, { kind: 'session-claims' }).evaluate(first);
  keystrokes.push(performance.now() - began);
}
console.log(`Preview after a keystroke, 40 claims: ${median(keystrokes).toFixed(2)} ms  goal < 16`);
