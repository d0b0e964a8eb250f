/**
 * One server of the benchmark, in a process of its own. Sends its port and the tokens to ask with. Besides ours and
 * `@clerk/fastify` there are three that mark what is possible at all: `bare`, Fastify and nothing else; `open`, our
 * app on a route without auth; and `floor`, the same with what no verifier can spare at the first sight of a token: its
 * two JSON parts are read, and its signature is checked with a key at hand.
 */
import { createPublicKey, verify } from 'node:crypto';
import { clerkPlugin, getAuth } from '@clerk/fastify';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessTable } from '../../../main/backend/access.ts';
import { createBackend } from '../../../main/backend/app.ts';
import { createLog } from '../../../main/backend/log.ts';
import { everyone, permission } from '../../../main/backend/rules.ts';
import { openSqliteStore } from '../../../main/backend/store/openSqlite.ts';
import type { ClerkApi } from '../../../main/clerk/port.ts';
import { rejected } from '../../../main/clerk/rejection.ts';
import { makeKey, sign } from '../../main/backend/support/keys.ts';

export type Variant =
  'bare' | 'open' | 'floor' | 'floor-bad' | 'warm' | 'cold' | 'bad' | 'clerk' | 'clerk-bad';
export interface Ready {
  readonly port: number;
  readonly path: string;
  readonly tokens: readonly string[];
}

const HOST = 'made-up-00.clerk.accounts.dev';
const ISSUER = `https://${HOST}`;
const variant = process.argv[2] as Variant;
const count = Number(process.argv[3]);
const key = makeKey('ins_one');
const answer = { status: 'ok', items: [1, 2, 3] };

function makeTokens(): string[] {
  if (count === 0) return [''];
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, at) => {
    const token = sign(
      key,
      { alg: 'RS256', cat: 'cl_B7d4PD111AAA', kid: key.kid, typ: 'JWT' },
      {
        // Longer than tokens live: signing and sending 50,000 may take its time.
        exp: iat + 6 * 60 * 60,
        fea: 'o:data,o:settings,o:reports',
        fva: [3, -1],
        iat,
        iss: ISSUER,
        jti: String(at).padStart(20, '0'),
        nbf: iat - 10,
        o: { fpm: '3,1,2', id: 'org_1', per: 'read,write', rol: 'editor', slg: 'acme' },
        pla: 'o:pro',
        sid: `sess_${String(at).padStart(27, '0')}`,
        sts: 'active',
        sub: `user_${String(at).padStart(27, '0')}`,
        v: 2,
      },
    );
    if (!variant.endsWith('bad')) return token;
    const dot = token.lastIndexOf('.') + 1;
    const swapped = token[dot] === 'A' ? 'B' : 'A';
    return token.slice(0, dot) + swapped + token.slice(dot + 1);
  });
}

async function ours(): Promise<[FastifyInstance, string]> {
  const { n, e } = key.jwk;
  const keys = [{ kid: key.kid, kty: 'RSA', alg: 'RS256', n: String(n), e: String(e) }] as const;
  const store = await openSqliteStore({
    file: join(mkdtempSync(join(tmpdir(), 'claimdeck-bench-')), 's.sqlite'),
  });
  const { app } = await createBackend({
    store,
    clerk: { listSigningKeys: () => Promise.resolve(keys) } as Partial<ClerkApi> as ClerkApi,
    issuer: ISSUER,
    operators: [],
    authorizedParties: [],
    log: createLog({ level: 'warn' }),
    requestsPerMinute: 1_000_000_000,
    requestsPerSession: 1_000_000_000,
    access: [
      ...accessTable(),
      { method: 'GET', path: '/bench/open', rule: everyone, purpose: 'Open.' },
      { method: 'GET', path: '/bench/floor', rule: everyone, purpose: 'Open, verifies the least.' },
      {
        method: 'GET',
        path: '/bench/closed',
        rule: permission('org:data:read'),
        purpose: 'Protected.',
      },
    ],
    extend: (backend) => {
      backend.route({ method: 'GET', url: '/bench/open', handler: () => answer });
      backend.route({ method: 'GET', url: '/bench/floor', handler: checkSignature });
      backend.route({ method: 'GET', url: '/bench/closed', handler: () => answer });
    },
  });
  const route = variant === 'open' ? 'open' : variant.startsWith('floor') ? 'floor' : 'closed';
  return [app, `/bench/${route}`];
}

const publicKey = createPublicKey(key.privateKey);

/** The least that can be called verifying: the parts are parsed, one time is compared, the signature is checked. */
function checkSignature(request: FastifyRequest): typeof answer {
  const token = (request.headers.authorization ?? '').slice('Bearer '.length);
  const [header = '', claims = '', signature = ''] = token.split('.');
  const { kid } = parse(header);
  const { exp } = parse(claims);
  if (kid !== key.kid || Number(exp) * 1000 <= Date.now()) throw rejected('token-expired');
  const signed = Buffer.from(`${header}.${claims}`, 'latin1');
  if (verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return answer;
  throw rejected('token-invalid-signature');
}

const parse = (segment: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(segment, 'base64url').toString('utf8')) as Record<string, unknown>;

async function bare(): Promise<[FastifyInstance, string]> {
  const app = fastify({ logger: false });
  app.get('/open', () => answer);
  return [app, '/open'];
}

async function clerks(): Promise<[FastifyInstance, string]> {
  const app = fastify({ logger: false });
  await app.register(clerkPlugin, {
    publishableKey: `pk_test_${Buffer.from(`${HOST}$`).toString('base64')}`,
    secretKey: 'sk_test_fake0canary0secret',
    jwtKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
  app.get('/closed', (request, reply) => {
    const auth = getAuth(request);
    const isAllowed = auth.isAuthenticated && auth.has({ permission: 'org:data:read' });
    return isAllowed ? answer : reply.code(401).send({ status: 'no' });
  });
  return [app, '/closed'];
}

const start = variant.startsWith('clerk') ? clerks : variant === 'bare' ? bare : ours;
const [app, path] = await start();
const tokens = makeTokens();
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
process.on('SIGINT', () => process.exit(0));
// Whoever asked is gone.
process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
const ready: Ready = { port, path, tokens };
process.send?.(ready);
