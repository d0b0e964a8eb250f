/**
 * The inspector's goal: a full inspection of a 1 KB token (decode, claim costs, version 1 and 2 model)
 * at 80,000 a second or more, and at most five times the cost of `JSON.parse` of its payload.
 * Run: node test/bench/tokens.ts. Times are processor time, so that other work on the machine counts little.
 */
import { readAuth } from '../../shared/domain/token/claims.ts';
import { decodeToken } from '../../shared/domain/token/decode.ts';
import { tokenKind } from '../../shared/domain/token/kind.ts';
import { claimCosts, measureToken } from '../../shared/domain/token/size.ts';
import { encodeBase64url } from '../../shared/kernel/base64url.ts';

const encoder = new TextEncoder();
const encode = (value: unknown): string => encodeBase64url(encoder.encode(JSON.stringify(value)));

const signature = encodeBase64url(Uint8Array.from({ length: 256 }, (_, i) => (i * 37) & 255));

/** A version 2 session with an organization, with and without custom claims. */
function makeToken(index: number, isLong: boolean): { token: string; payload: string } {
  const claims = {
    azp: 'https://app.example.com',
    exp: 1_700_000_060 + index,
    fea: 'o:data,o:teams,o:billing,o:reports',
    fva: [index % 60, -1],
    iat: 1_700_000_000 + index,
    iss: 'https://happy-otter-1.clerk.accounts.dev',
    jti: String(index).padStart(20, '0'),
    nbf: 1_699_999_990 + index,
    o: {
      fpm: '3,1,2,3',
      id: `org_${String(index).padStart(27, '0')}`,
      per: 'read,write',
      rol: 'admin',
      slg: 'acme',
    },
    pla: 'o:pro',
    sid: `sess_${String(index).padStart(27, '0')}`,
    sts: 'active',
    sub: `user_${String(index).padStart(27, '0')}`,
    v: 2,
    ...(isLong
      ? {
          email: `person${String(index)}@example.com`,
          metadata: {
            plan: 'enterprise',
            seats: 40,
            region: 'eu-west-1',
            flags: ['beta', 'reports'],
          },
          locale: 'en-GB',
          team: 'Machine learning platform',
        }
      : {}),
  };
  const payload = JSON.stringify(claims);
  const header = encode({
    alg: 'RS256',
    cat: 'cl_B7d4PD111AAA',
    kid: 'ins_2abcdefghijklmnopqrstuvwxyz',
    typ: 'JWT',
  });
  return { token: `${header}.${encode(claims)}.${signature}`, payload };
}

function inspect(token: string): number {
  const decoded = decodeToken(token);
  if (!decoded.ok) throw new Error(decoded.error.message);
  const { header, claims } = decoded.value;
  const kind = tokenKind(header, claims);
  return claimCosts(decoded.value, kind).length + readAuth(claims).orgPermissions.length;
}

/** Microseconds of processor time for one call. */
function time(count: number, work: (index: number) => unknown): number {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i += 1) work(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** The fastest round: what is slower was disturbed. */
const best = (values: number[]): number => Math.min(...values);

let failed = false;
for (const isLong of [false, true]) {
  const samples = Array.from({ length: 256 }, (_, i) => makeToken(i, isLong));
  const at = (i: number) => samples[i & 255] ?? makeToken(0, isLong);
  const tokens = samples.map(({ token }) => token);
  const rounds = { parse: [] as number[], inspect: [] as number[], size: [] as number[] };
  for (let round = 0; round < 40; round += 1) {
    const parse = time(4_000, (i) => JSON.parse(at(i).payload));
    const full = time(4_000, (i) => inspect(tokens[i & 255] ?? ''));
    // The first rounds warm up the compiler.
    if (round >= 2) {
      rounds.parse.push(parse);
      rounds.inspect.push(full);
    }
  }
  const sized = decodeToken(at(0).token);
  if (sized.ok) rounds.size.push(time(4_000, () => measureToken(sized.value, 'session-v2')));
  const parse = best(rounds.parse);
  const full = best(rounds.inspect);
  const perSecond = 1_000_000 / full;
  const ratio = full / parse;
  // The rate is promised for a token of 1 KB; the longer one has to keep the ratio only.
  const holds = (isLong || perSecond >= 80_000) && ratio <= 5;
  failed ||= !holds;
  console.log(
    [
      `token of ${String(at(0).token.length)} characters, payload of ${String(at(0).payload.length)} bytes`,
      `  JSON.parse of the payload   ${parse.toFixed(2)} µs`,
      `  full inspection             ${full.toFixed(2)} µs, ${Math.round(perSecond).toLocaleString('en')} /s${isLong ? '' : ' (goal 80,000)'}`,
      `  inspection / JSON.parse     ${ratio.toFixed(2)} (goal 5 or less)`,
      `  sizes on top                ${best(rounds.size).toFixed(2)} µs`,
      `  ${holds ? 'holds' : 'MISSED'}`,
    ].join('\n'),
  );
}
process.exitCode = failed ? 1 : 0;
