import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { totpCode } from '../../../main/sandbox/logic/totp.ts';
import { demoTotpSecret } from '../../../main/sandbox/seed/people.ts';
import { claimsOf, password } from './kit.ts';
import { openStage, openTheatre, signIn, tokenOf, type Stage, type Theatre } from './stage.ts';

let theatre: Theatre;
let stage: Stage;
beforeAll(async () => {
  theatre = await openTheatre();
  stage = await openStage(theatre);
});
afterAll(async () => {
  await theatre.close();
  await stage.close();
});

const organizationId = async (page: Page, name: string): Promise<string> =>
  page.evaluate(
    (wanted) =>
      window.clerk.user?.organizationMemberships.find((one) => one.organization.name === wanted)
        ?.organization.id ?? '',
    name,
  );

describe.each(['standard', 'native'] as const)(
  'clerk-js in %s mode, on a page of another origin',
  (mode) => {
    let page: Page;
    beforeEach(async () => {
      page = await stage.open(mode);
    });
    afterEach(() => page.context().close());

    test('boots signed out, signs in with a password in one call, and is still in after a reload', async () => {
      expect(await page.evaluate(() => [window.clerk.status, window.clerk.user])).toEqual([
        'ready',
        null,
      ]);
      expect(await signIn(page, 'ada')).toBe(stage.sandbox.person('ada'));
      const claims = claimsOf(await tokenOf(page));
      expect(claims).toMatchObject({
        v: 2,
        sub: stage.sandbox.person('ada'),
        iss: stage.sandbox.issuer,
      });
      // Only a request with an Origin makes an authorized party.
      expect(claims['azp']).toBe(mode === 'standard' ? stage.origin : undefined);
      await page.reload();
      await stage.boot(page, mode);
      expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Ada');
    });

    test('a wrong password, then the right one as a second call', async () => {
      const refused = await page.evaluate(async (secret) => {
        const attempt = await window.clerk.client?.signIn.create({
          identifier: 'grace@example.com',
        });
        let code = 'none';
        try {
          await attempt?.attemptFirstFactor({ strategy: 'password', password: 'not it' });
        } catch (cause) {
          const [error] = (cause as { errors: { code: string; meta: { paramName?: string } }[] })
            .errors;
          code = `${error?.code} ${error?.meta.paramName}`;
        }
        const done = await attempt?.attemptFirstFactor({ strategy: 'password', password: secret });
        await window.clerk.setActive({ session: done?.createdSessionId ?? null });
        return code;
      }, password);
      expect(refused).toBe('form_password_incorrect password');
      expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Grace');
    });

    test('an email code: wrong, then right', async () => {
      await page.evaluate(async () => {
        const attempt = await window.clerk.client?.signIn.create({
          identifier: 'grace@example.com',
        });
        const factor = attempt?.supportedFirstFactors?.find((one) => one.strategy === 'email_code');
        if (factor?.strategy === 'email_code') await attempt?.prepareFirstFactor(factor);
      });
      const sent = stage.sandbox.codes.at(-1);
      expect(sent?.identifier).toBe('grace@example.com');
      const outcome = await page.evaluate(async (code) => {
        const attempt = window.clerk.client?.signIn;
        const tried: string[] = [];
        for (const one of [code === '000000' ? '111111' : '000000', code]) {
          try {
            const done = await attempt?.attemptFirstFactor({ strategy: 'email_code', code: one });
            tried.push(done?.status ?? 'none');
          } catch (cause) {
            tried.push((cause as { errors: { code: string }[] }).errors[0]?.code ?? 'unknown');
          }
        }
        return tried;
      }, sent?.code ?? '');
      expect(outcome).toEqual(['form_code_incorrect', 'complete']);
    });

    test('a ticket opens once', async () => {
      const { token } = await stage.backend.signInTokens.createSignInToken({
        userId: stage.sandbox.person('margaret'),
        expiresInSeconds: 60,
      });
      const use = (): Promise<string> =>
        page.evaluate(async (ticket) => {
          try {
            const done = await window.clerk.client?.signIn.create({ strategy: 'ticket', ticket });
            await window.clerk.setActive({ session: done?.createdSessionId ?? null });
            return done?.status ?? 'none';
          } catch (cause) {
            return (cause as { errors: { code: string }[] }).errors[0]?.code ?? 'unknown';
          }
        }, token);
      expect(await use()).toBe('complete');
      expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Margaret');
      await page.evaluate(() => window.clerk.signOut());
      expect(await use()).toBe('sign_in_token_already_used_code');
    });

    test('an authenticator code is asked for after the password', async () => {
      const outcome = await page.evaluate(
        async ([secret, code]) => {
          const first = await window.clerk.client?.signIn.create({
            identifier: 'alan@example.com',
            password: secret,
          });
          const tried = [first?.status ?? 'none'];
          for (const one of [code === '000000' ? '111111' : '000000', code]) {
            try {
              const done = await first?.attemptSecondFactor({ strategy: 'totp', code: one });
              tried.push(done?.status ?? 'none');
              await window.clerk.setActive({ session: done?.createdSessionId ?? null });
            } catch (cause) {
              tried.push((cause as { errors: { code: string }[] }).errors[0]?.code ?? 'unknown');
            }
          }
          return tried;
        },
        [password, totpCode(demoTotpSecret, Date.now())] as const,
      );
      expect(outcome).toEqual(['needs_second_factor', 'form_code_incorrect', 'complete']);
      expect(claimsOf(await tokenOf(page))['fva']).toEqual([0, 0]);
    });

    test('switching the organization changes the token at once, and back to the personal account', async () => {
      await signIn(page, 'grace');
      const acme = await organizationId(page, 'Acme Robotics');
      const globex = await organizationId(page, 'Globex Health');
      const tokens: Record<string, unknown>[] = [];
      for (const organization of [acme, globex, null]) {
        await page.evaluate((id) => window.clerk.setActive({ organization: id }), organization);
        tokens.push(claimsOf(await tokenOf(page)));
      }
      expect(tokens[0]).toMatchObject({ pla: 'o:pro', o: { id: acme, rol: 'member' } });
      expect(tokens[1]).toMatchObject({ pla: 'o:starter', o: { id: globex, rol: 'editor' } });
      expect(tokens[2]).toMatchObject({ pla: 'u:free' });
      expect(tokens[2]).not.toHaveProperty('o');
    });

    test('a template token, and none for a name that does not exist', async () => {
      await signIn(page, 'grace');
      const jwt = await page.evaluate(() =>
        window.clerk.session?.getToken({ template: 'supabase' }),
      );
      expect(claimsOf(jwt ?? '')).toMatchObject({
        aud: 'authenticated',
        sub: stage.sandbox.person('grace'),
      });
      const status = await page.evaluate(async () => {
        try {
          await window.clerk.session?.getToken({ template: 'nope' });
          return 200;
        } catch (cause) {
          return (cause as { status: number }).status;
        }
      });
      expect(status).toBe(404);
    });

    test('a session revoked on the server is gone at the next token', async () => {
      await signIn(page, 'grace');
      const id = await page.evaluate(() => window.clerk.session?.id ?? '');
      await stage.backend.sessions.revokeSession(id);
      const after = await page.evaluate(async () => {
        try {
          await window.clerk.session?.getToken({ skipCache: true });
        } catch {
          // The refusal itself is not the point.
        }
        return window.clerk.session;
      });
      expect(after).toBeNull();
    });

    test('signs out', async () => {
      await signIn(page, 'ada');
      const id = await page.evaluate(() => window.clerk.session?.id ?? '');
      await page.evaluate(() => window.clerk.signOut());
      expect(await page.evaluate(() => window.clerk.user)).toBeNull();
      expect((await stage.backend.sessions.getSession(id)).status).toBe('removed');
    });
  },
);

describe('a running page', () => {
  test('gets its next token before the old one runs out', async () => {
    const short = await openStage(theatre, { tokenLifetimeSec: 19 });
    const page = await short.open('native');
    const next = page.waitForResponse((response) => /\/tokens(?:\?|$)/.test(response.url()));
    await signIn(page, 'ada');
    const first = await tokenOf(page);
    expect((await next).status()).toBe(200);
    await expect.poll(() => tokenOf(page), { timeout: 5000 }).not.toBe(first);
    await page.context().close();
    await short.close();
  });

  test('keeps its session while the sandbox is started again', async () => {
    const first = await openStage(theatre);
    const page = await first.open('standard');
    await signIn(page, 'ada');
    const port = Number(new URL(first.sandboxUrl).port);
    await first.sandbox.end(true);
    const second = await openStage(theatre, { dataDir: first.sandbox.dir, port });
    expect(second.sandboxUrl).toBe(first.sandboxUrl);
    await page.reload();
    await first.boot(page, 'standard');
    expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Ada');
    await page.context().close();
    await first.close();
    await second.close();
  });

  test('works by cookies where the key names no development host', async () => {
    const other = await openStage(theatre, {
      frontendHost: 'clerk.example.test',
      host: '127.0.0.1',
    });
    const page = await other.open('standard');
    expect(await signIn(page, 'ada')).toBe(other.sandbox.person('ada'));
    expect(claimsOf(await tokenOf(page))['iss']).toBe('https://clerk.example.test');
    await page.reload();
    await other.boot(page, 'standard');
    expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Ada');
    await page.context().close();
    await other.close();
  });

  test('carries several people where the instance allows it, and signs out one of them', async () => {
    const multi = await openStage(theatre, { multiSession: true });
    const page = await multi.open('native');
    await signIn(page, 'ada');
    await signIn(page, 'grace');
    const names = (): Promise<unknown> =>
      page.evaluate(() => window.clerk.client?.signedInSessions.map((one) => one.user?.firstName));
    expect(await names()).toEqual(['Ada', 'Grace']);
    await page.evaluate(() => window.clerk.signOut({ sessionId: window.clerk.session?.id ?? '' }));
    expect(await names()).toEqual(['Ada']);
    await page.evaluate(() => window.clerk.signOut());
    expect(await names()).toEqual([]);
    await page.context().close();
    await multi.close();
  });
});
