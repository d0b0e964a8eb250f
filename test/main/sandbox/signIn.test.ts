import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxLog } from '../../../main/sandbox/log.ts';
import {
  NativeClient,
  password,
  refusalOf,
  startSandbox,
  type Answer,
  type Running,
} from './kit.ts';

let sandbox: Running;
let nowMs = Date.now();
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => nowMs });
});
afterAll(() => sandbox.end());

const minutes = (count: number): number => count * 60_000;

/** Opens an attempt and has a code sent. @returns the path of the attempt */
async function askForCode(
  client: NativeClient,
  who: string,
  strategy: 'email_code' | 'reset_password_email_code' = 'email_code',
): Promise<string> {
  const opened = await client.call('POST', '/client/sign_ins', {
    identifier: `${who}@example.com`,
  });
  const path = `/client/sign_ins/${String(opened.body.response?.['id'])}`;
  await client.call('POST', `${path}/prepare_first_factor`, { strategy });
  return path;
}

const codeSent = (): string => sandbox.codes.at(-1)?.code ?? '';

const wrong = (code: string): string => (code === '000000' ? '111111' : '000000');

async function ticketFor(who: 'ada' | 'grace', expires_in_seconds: number): Promise<string> {
  const reply = await sandbox.app.inject({
    method: 'POST',
    url: '/v1/sign_in_tokens',
    headers: { authorization: `Bearer ${sandbox.secretKey}`, 'content-type': 'application/json' },
    payload: { user_id: sandbox.person(who), expires_in_seconds },
  });
  return reply.json<{ token: string }>().token;
}

describe('one-time codes', () => {
  test('run out after ten minutes', async () => {
    const client = new NativeClient(sandbox);
    const path = await askForCode(client, 'grace');
    nowMs += minutes(10);
    const late = await client.call('POST', `${path}/attempt_first_factor`, {
      strategy: 'email_code',
      code: codeSent(),
    });
    expect(refusalOf(late)).toEqual([400, 'verification_expired', undefined]);
  });

  test('take a few tries only, also across a restart of the attempt', async () => {
    const client = new NativeClient(sandbox);
    const path = await askForCode(client, 'grace');
    const code = codeSent();
    const attempt = (value: string): Promise<Answer> =>
      client.call('POST', `${path}/attempt_first_factor`, { strategy: 'email_code', code: value });
    for (let n = 0; n < 5; n += 1) {
      expect(refusalOf(await attempt(wrong(code)))).toEqual([422, 'form_code_incorrect', 'code']);
    }
    expect(refusalOf(await attempt(code))).toEqual([400, 'verification_failed', undefined]);
  });

  test('are six digits, and never part of an answer', async () => {
    const client = new NativeClient(sandbox);
    const path = await askForCode(client, 'grace');
    expect(codeSent()).toMatch(/^\d{6}$/);
    const attempt = await client.call('GET', path);
    expect(JSON.stringify(attempt.body)).not.toContain(codeSent());
  });

  test('reset a forgotten password', async () => {
    const client = new NativeClient(sandbox);
    const path = await askForCode(client, 'katherine', 'reset_password_email_code');
    const answered = await client.call('POST', `${path}/attempt_first_factor`, {
      strategy: 'reset_password_email_code',
      code: codeSent(),
    });
    expect(answered.body.response?.['status']).toBe('needs_new_password');
    const short = await client.call('POST', `${path}/reset_password`, { password: 'short' });
    expect(refusalOf(short)).toEqual([422, 'form_password_length_too_short', 'password']);
    const done = await client.call('POST', `${path}/reset_password`, {
      password: 'a new password',
    });
    expect(done.body.response?.['status']).toBe('complete');
    const again = new NativeClient(sandbox);
    const old = await again.call('POST', '/client/sign_ins', {
      identifier: 'katherine@example.com',
      password,
    });
    expect(refusalOf(old)).toEqual([422, 'form_password_incorrect', 'password']);
    const fresh = await again.call('POST', '/client/sign_ins', {
      identifier: 'katherine@example.com',
      password: 'a new password',
    });
    expect(fresh.body.response?.['status']).toBe('complete');
  });
});

describe('attempts', () => {
  test('of an unknown person are refused under the identifier', async () => {
    const client = new NativeClient(sandbox);
    const answer = await client.call('POST', '/client/sign_ins', {
      identifier: 'nobody@example.com',
    });
    expect(refusalOf(answer)).toEqual([422, 'form_identifier_not_found', 'identifier']);
  });

  test('stay with the client until they are done, and belong to nobody else', async () => {
    const client = new NativeClient(sandbox);
    const path = await askForCode(client, 'grace');
    const seen = await client.call('GET', '/client');
    expect(seen.body.response?.['sign_in']).toMatchObject({ status: 'needs_first_factor' });
    const other = new NativeClient(sandbox);
    expect((await other.call('GET', path)).status).toBe(404);
    await client.signIn('grace');
    const after = await client.call('GET', '/client');
    expect(after.body.response?.['sign_in']).toBeNull();
  });

  test('are refused while somebody is signed in', async () => {
    const client = new NativeClient(sandbox);
    await client.signIn('grace');
    const answer = await client.call('POST', '/client/sign_ins', { identifier: 'ada@example.com' });
    expect(refusalOf(answer)).toEqual([400, 'session_exists', undefined]);
  });

  test('by a ticket: too late, or by something that is none', async () => {
    const client = new NativeClient(sandbox);
    const ticket = await ticketFor('ada', 60);
    nowMs += minutes(1);
    const late = await client.call('POST', '/client/sign_ins', { strategy: 'ticket', ticket });
    expect(refusalOf(late)).toEqual([400, 'ticket_expired_code', 'ticket']);
    for (const forged of ['nothing', `${ticket.slice(0, -4)}AAAA`, client.token]) {
      const answer = await client.call('POST', '/client/sign_ins', {
        strategy: 'ticket',
        ticket: forged,
      });
      expect(refusalOf(answer)[1]).toBe('ticket_invalid_code');
    }
  });
});

describe('sessions', () => {
  test.each([
    ['POST', 'end', 'ended'],
    ['POST', 'remove', 'removed'],
  ] as const)('%s %s signs out', async (method, verb, status) => {
    const client = new NativeClient(sandbox);
    const session = await client.signIn('ada');
    const answer = await client.call(method, `/client/sessions/${session}/${verb}`);
    expect(answer.body.response?.['status']).toBe(status);
    expect(answer.body.client?.sessions).toEqual([]);
    const token = await client.call('POST', `/client/sessions/${session}/tokens`);
    expect(refusalOf(token)).toEqual([401, 'authentication_invalid', undefined]);
  });

  test('run out after seven days', async () => {
    const client = new NativeClient(sandbox);
    const session = await client.signIn('ada');
    nowMs += minutes(60 * 24 * 7);
    const token = await client.call('POST', `/client/sessions/${session}/tokens`);
    expect(token.status).toBe(401);
  });

  test('of one person on two devices are listed, and one revokes the other', async () => {
    const desk = new NativeClient(sandbox);
    const phone = new NativeClient(sandbox);
    await desk.signIn('ada');
    const there = await phone.signIn('ada');
    const list = await desk.call('GET', '/me/sessions/active');
    expect(list.body).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: there, status: 'active' })]),
    );
    expect(JSON.stringify(list.body)).not.toContain('eyJ');
    const revoked = await desk.call('POST', `/me/sessions/${there}/revoke`);
    expect(revoked.body.response?.['status']).toBe('revoked');
    expect((await phone.call('POST', `/client/sessions/${there}/tokens`)).status).toBe(401);
  });
});

describe('the log', () => {
  test('shows the code that was sent, and nothing secret', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = sandboxLog(sink);
    const own = await startSandbox({ log });
    const client = new NativeClient(own);
    const opened = await client.call('POST', '/client/sign_ins', { identifier: 'ada@example.com' });
    const path = `/client/sign_ins/${String(opened.body.response?.['id'])}`;
    await client.call('POST', `${path}/prepare_first_factor`, { strategy: 'email_code' });
    await client.signIn('ada');
    log.info({
      headers: { authorization: 'Bearer tell-tale' },
      password: 'tell-tale',
      ticket: 'tell-tale',
    });
    await own.end();
    const text = lines.join('');
    expect(text).toContain(`code for ada@example.com: ${own.codes[0]?.code}`);
    for (const secret of ['tell-tale', password, client.token, own.secretKey]) {
      expect(text).not.toContain(secret);
    }
  });
});
