/** One server of the benchmark, in a process of its own. Sends its port and the tokens to ask with. */
import { clerkPlugin, getAuth } from '@clerk/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessTable } from '../../../main/backend/access.ts';
import { createBackend } from '../../../main/backend/app.ts';
import { createLog } from '../../../main/backend/log.ts';
import { everyone, permission } from '../../../main/backend/rules.ts';
import { openSqliteStore } from '../../../main/backend/store/openSqlite.ts';
import type { ClerkApi } from '../../../main/clerk/port.ts';
import { makeKey, sign } from '../../main/backend/support/keys.ts';
import { createPublicKey } from 'node:crypto';

export type Variant = 'open' | 'warm' | 'cold' | 'bad' | 'clerk' | 'clerk-bad';
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
  if (variant === 'open') return [''];
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, at) => {
    const token = sign(
      key,
      { alg: 'RS256', cat: 'cl_B7d4PD111AAA', kid: key.kid, typ: 'JWT' },
      {
        exp: iat + 600,
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
      {
        method: 'GET',
        path: '/bench/closed',
        rule: permission('org:data:read'),
        purpose: 'Protected.',
      },
    ],
    extend: (backend) => {
      backend.route({ method: 'GET', url: '/bench/open', handler: () => answer });
      backend.route({ method: 'GET', url: '/bench/closed', handler: () => answer });
    },
  });
  return [app, variant === 'open' ? '/bench/open' : '/bench/closed'];
}

async function clerks(): Promise<[FastifyInstance, string]> {
  const app = fastify({ logger: false });
  await app.register(clerkPlugin, {
    publishableKey: `pk_test_${Buffer.from(`${HOST}$`).toString('base64')}`,
    secretKey: 'sk_test_fake0canary0secret',
    jwtKey: createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  });
  app.get('/closed', (request, reply) => {
    const auth = getAuth(request);
    const isAllowed = auth.isAuthenticated && auth.has({ permission: 'org:data:read' });
    return isAllowed ? answer : reply.code(401).send({ status: 'no' });
  });
  return [app, '/closed'];
}

const [app, path] = await (variant.startsWith('clerk') ? clerks() : ours());
const tokens = makeTokens();
await app.listen({ host: '127.0.0.1', port: 0 });
const address = app.server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;
process.on('SIGINT', () => process.exit(0));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
const ready: Ready = { port, path, tokens };
process.send?.(ready);
