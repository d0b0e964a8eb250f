import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../../main/cli/run.ts';

/** The moment every test token is judged at. */
export const now = '2026-08-21T10:00:00.000Z';
const nowSec = Date.parse(now) / 1000;

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
  /** The one JSON document, when `--json` was given. */
  readonly json: Record<string, unknown>;
}

/** Runs a command line in this process. `stdin` null: nothing is piped in. */
export async function cli(
  argv: readonly string[],
  stdin: string | Buffer | Readable | null = null,
): Promise<Outcome> {
  let out = '';
  let notes = '';
  const piped =
    typeof stdin === 'string' || Buffer.isBuffer(stdin) ? Readable.from([stdin]) : stdin;
  const code = await run(argv, {
    stdin: piped,
    isTty: false,
    out: (text) => {
      out += text;
    },
    note: (text) => {
      notes += text;
    },
    nowMs: () => Date.parse(now),
  });
  const json = argv.includes('--json') && out !== '' ? (JSON.parse(out) as unknown) : {};
  return { code, out, notes, json: json as Record<string, unknown> };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An instance of one test: its keys, made now, and its files. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'claimdeck-cli-'));
  readonly #keys: { privateKey: KeyObject; publicKey: KeyObject };
  readonly jwks: string;
  readonly pem: string;

  constructor() {
    this.#keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = this.#keys.publicKey.export({ format: 'jwk' });
    this.jwks = this.file(
      'jwks.json',
      JSON.stringify({ keys: [{ ...jwk, kid: 'ins_test', use: 'sig', alg: 'RS256' }] }),
    );
    this.pem = this.file(
      'public.pem',
      this.#keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    );
  }

  file(name: string, content: string | Buffer | object): string {
    const path = join(this.folder, name);
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(path, isText ? content : JSON.stringify(content));
    return path;
  }

  /** A signed version 2 session token of a member of an organization. */
  session(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
    return this.token(
      {
        azp: 'https://app.example.com',
        exp: nowSec + 60,
        fea: 'o:data',
        fva: [5, -1],
        iat: nowSec,
        iss: 'https://clerk.example.com',
        jti: 'a1b2',
        nbf: nowSec - 10,
        o: { id: 'org_acme', slg: 'acme', rol: 'member', per: 'read,write', fpm: '1' },
        pla: 'o:pro',
        sid: 'sess_1',
        sts: 'active',
        sub: 'user_ada',
        v: 2,
        ...claims,
      },
      { cat: 'cl_B7d4PD111AAA', ...header },
    );
  }

  token(claims: object, header: object = {}): string {
    const head = { alg: 'RS256', kid: 'ins_test', typ: 'JWT', ...header };
    const signed = `${part(head)}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), this.#keys.privateKey);
    return `${signed}.${signature.toString('base64url')}`;
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** One sentence or two on one line, and nothing of a stack trace. */
export const oneLine = /^[^\n]+\n$/;
