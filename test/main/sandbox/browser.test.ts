import { rmSync } from 'node:fs';
import { createClerkClient, type ClerkClient } from '@clerk/backend';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { totpCode } from '../../../main/sandbox/logic/totp.ts';
import { demoTotpSecret } from '../../../main/sandbox/seed/people.ts';
import { launchBrowser } from '../../support/browser.ts';
import { claimsOf, password, startSandbox, type Running } from './kit.ts';
import type { PageOptions } from './page/page.ts';
import { bundlePage, servePages, type Pages } from './pages.ts';

let browser: Browser;
let sandbox: Running;
let sandboxUrl: string;
let bundle: string;
let pages: Pages;
let backend: ClerkClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  sandboxUrl = await sandbox.listen();
  [browser, bundle] = await Promise.all([launchBrowser(), bundlePage()]);
  pages = await servePages(bundle, sandboxUrl);
  backend = createClerkClient({
    secretKey: sandbox.secretKey,
    publishableKey: sandbox.publishableKey,
    apiUrl: sandboxUrl,
    telemetry: { disabled: true },
  });
});
afterAll(async () => {
  await browser.close();
  await pages.close();
  await sandbox.end();
  rmSync(bundle, { recursive: true, force: true });
});

type Mode = PageOptions['mode'];

/** Requests of a page that left for a host that is not this machine. */
const outside: string[] = [];

async function open(mode: Mode, components = false): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost' && hostname !== '127.0.0.1') {
      outside.push(request.url());
    }
  });
  await page.goto(`http://localhost:${pages.port}/`);
  await boot(page, mode, undefined, components);
  return page;
}

async function boot(
  page: Page,
  mode: Mode,
  on = { url: sandboxUrl, key: sandbox.publishableKey },
  components = false,
): Promise<void> {
  await page.waitForFunction(() => typeof window.start === 'function');
  await page.evaluate((options) => window.start(options), {
    mode,
    components,
    publishableKey: on.key,
    proxyUrl: mode === 'native' ? '/fapi' : on.url,
  });
}

/** Signs in with a password and makes the session the active one. */
const signIn = (page: Page, who: string): Promise<string | undefined> =>
  page.evaluate(
    async ([identifier, secret]) => {
      const attempt = await window.clerk.client?.signIn.create({ identifier, password: secret });
      await window.clerk.setActive({ session: attempt?.createdSessionId ?? null });
      return window.clerk.user?.id;
    },
    [`${who}@example.com`, password] as const,
  );

const tokenOf = (page: Page): Promise<string> =>
  page.evaluate(async () => (await window.clerk.session?.getToken()) ?? '');

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
      page = await open(mode);
    });
    afterEach(() => page.context().close());

    test('boots signed out, signs in with a password in one call, and is still in after a reload', async () => {
      expect(await page.evaluate(() => [window.clerk.status, window.clerk.user])).toEqual([
        'ready',
        null,
      ]);
      expect(await signIn(page, 'ada')).toBe(sandbox.person('ada'));
      const claims = claimsOf(await tokenOf(page));
      expect(claims).toMatchObject({ v: 2, sub: sandbox.person('ada'), iss: sandbox.issuer });
      // Only a request with an Origin makes an authorized party.
      expect(claims['azp']).toBe(
        mode === 'standard' ? `http://localhost:${pages.port}` : undefined,
      );
      await page.reload();
      await boot(page, mode);
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
      const sent = sandbox.codes.at(-1);
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
      const { token } = await backend.signInTokens.createSignInToken({
        userId: sandbox.person('margaret'),
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
        sub: sandbox.person('grace'),
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
      await backend.sessions.revokeSession(id);
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
      expect((await backend.sessions.getSession(id)).status).toBe('removed');
    });
  },
);

describe("what Clerk's components call", () => {
  let page: Page;
  beforeEach(async () => {
    page = await open('native');
  });
  afterEach(() => page.context().close());

  test('an organization is made, filled, changed and deleted', async () => {
    await signIn(page, 'ada');
    const seen = await page.evaluate(async (grace) => {
      const { clerk } = window;
      const made = await clerk.createOrganization({ name: 'Wayne Works' });
      await clerk.setActive({ organization: made.id });
      await made.update({ name: 'Wayne Labs' });
      const roles = await made.getRoles();
      await made.addMember({ userId: grace, role: 'org:member' });
      await made.updateMember({ userId: grace, role: 'org:viewer' });
      const members = await made.getMemberships({ query: 'hopper' });
      await made.inviteMembers({
        emailAddresses: ['one@example.com', 'two@example.com'],
        role: 'org:member',
      });
      const invited = await made.getInvitations({ status: ['pending'] });
      await invited.data[0]?.revoke();
      const pending = await made.getInvitations({ status: ['pending'] });
      await made.removeMember(grace);
      const counted = clerk.organization?.membersCount;
      const name = clerk.organization?.name;
      await made.destroy();
      return {
        name,
        roles: roles.total_count,
        found: members.data.map((one) => `${one.publicUserData?.firstName} ${one.role}`),
        invited: invited.total_count,
        pending: pending.total_count,
        counted,
        left: clerk.user?.organizationMemberships.map((one) => one.organization.name).sort(),
      };
    }, sandbox.person('grace'));
    expect(seen).toEqual({
      name: 'Wayne Labs',
      roles: 6,
      found: ['Grace org:viewer'],
      invited: 2,
      pending: 1,
      counted: 1,
      left: ['Acme Robotics', 'Globex Health', 'Initech Labs'],
    });
  });

  test('an invitation is accepted by whom it was for, and a member may not manage', async () => {
    const acme = await backend.organizations.getOrganization({ slug: 'acme-robotics' });
    await backend.organizations.createOrganizationInvitation({
      organizationId: acme.id,
      emailAddress: 'katherine@example.com',
      role: 'org:member',
    });
    await signIn(page, 'katherine');
    const seen = await page.evaluate(async () => {
      const { clerk } = window;
      const invited = await clerk.user?.getOrganizationInvitations({ status: 'pending' });
      await invited?.data[0]?.accept();
      await clerk.user?.reload();
      const [membership] = clerk.user?.organizationMemberships ?? [];
      await clerk.setActive({ organization: membership?.organization.id ?? null });
      let refused = 'none';
      try {
        await membership?.organization.update({ name: 'Mine now' });
      } catch (cause) {
        const { status, errors } = cause as { status: number; errors: { code: string }[] };
        refused = `${status} ${errors[0]?.code}`;
      }
      const still = clerk.user?.id !== undefined;
      await clerk.user?.leaveOrganization(membership?.organization.id ?? '');
      return { name: membership?.organization.name, refused, still };
    });
    expect(seen).toEqual({
      name: 'Acme Robotics',
      refused: '403 missing_organization_permission',
      still: true,
    });
  });

  test('a profile, its addresses, password and authenticator, and a re-verification', async () => {
    const person = await backend.users.createUser({
      emailAddress: ['profile@example.com'],
      password: 'the first password',
    });
    const { token } = await backend.signInTokens.createSignInToken({
      userId: person.id,
      expiresInSeconds: 60,
    });
    const address = await page.evaluate(async (ticket) => {
      const { clerk } = window;
      const done = await clerk.client?.signIn.create({ strategy: 'ticket', ticket });
      await clerk.setActive({ session: done?.createdSessionId ?? null });
      await clerk.user?.update({ firstName: 'Pro', lastName: 'File', unsafeMetadata: { a: 1 } });
      const email = await clerk.user?.createEmailAddress({ email: 'second@example.com' });
      await email?.prepareVerification({ strategy: 'email_code' });
      return email?.id ?? '';
    }, token);
    const code = sandbox.codes.at(-1)?.code ?? '';
    const secret = await page.evaluate(
      async ([id, sent]) => {
        const { user } = window.clerk;
        const email = user?.emailAddresses.find((one) => one.id === id);
        await email?.attemptVerification({ code: sent });
        await user?.update({ primaryEmailAddressId: id });
        await user?.updatePassword({
          currentPassword: 'the first password',
          newPassword: 'the second password',
        });
        return (await user?.createTOTP())?.secret ?? '';
      },
      [address, code] as const,
    );
    const seen = await page.evaluate(
      async ([once]) => {
        const { user, session } = window.clerk;
        await user?.verifyTOTP({ code: once });
        const enabled = window.clerk.user?.totpEnabled;
        await session?.startVerification({ level: 'second_factor' });
        const again = await session?.attemptSecondFactorVerification({
          strategy: 'totp',
          code: once,
        });
        await user?.disableTOTP();
        const sessions = await user?.getSessions();
        return [
          user?.fullName,
          user?.primaryEmailAddress?.emailAddress,
          enabled,
          again?.status,
          window.clerk.user?.totpEnabled,
          sessions?.length,
        ];
      },
      [totpCode(secret, Date.now())] as const,
    );
    expect(seen).toEqual(['Pro File', 'second@example.com', true, 'complete', false, 1]);
    expect(
      await backend.users.verifyPassword({ userId: person.id, password: 'the second password' }),
    ).toEqual({ verified: true });
  });
});

describe('the components', () => {
  test('sign a person in, switch her organization, show her profile, and ask nobody else', async () => {
    outside.length = 0;
    const page = await open('native', true);
    await page.evaluate(() =>
      window.clerk.mountSignIn(document.querySelector('#here') as HTMLDivElement),
    );
    await page.fill('input[name=identifier]', 'ada@example.com');
    await page.click('button:has-text("Continue")');
    await page.fill('input[name=password]', 'wrong password');
    await page.click('button:has-text("Continue")');
    await page.waitForSelector('text=Password is incorrect');
    await page.fill('input[name=password]', password);
    await page.click('button:has-text("Continue")');
    await page.waitForFunction(() => window.clerk.user?.firstName === 'Ada');
    await page.evaluate(() => {
      const here = document.querySelector('#here') as HTMLDivElement;
      window.clerk.unmountSignIn(here);
      window.clerk.mountOrganizationSwitcher(here);
    });
    await page.click('button.cl-organizationSwitcherTrigger');
    await page.click('text=Globex Health');
    await page.waitForFunction(() => window.clerk.organization?.name === 'Globex Health');
    await page.evaluate(() => {
      const here = document.querySelector('#here') as HTMLDivElement;
      window.clerk.unmountOrganizationSwitcher(here);
      window.clerk.mountUserProfile(here);
    });
    await page.waitForSelector('text=ada@example.com');
    await page.click('button:has-text("Security")');
    await page.waitForSelector('text=This device');
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(outside).toEqual([]);
    await page.context().close();
    // Three component bundles on a machine that may be busy.
  }, 90_000);
});

describe('a running page', () => {
  test('gets its next token before the old one runs out', async () => {
    const short = await startSandbox({ tokenLifetimeSec: 19 });
    const url = await short.listen();
    const own = await servePages(bundle, url);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://localhost:${own.port}/`);
    await boot(page, 'native');
    const next = page.waitForResponse((response) => /\/tokens(?:\?|$)/.test(response.url()));
    await signIn(page, 'ada');
    const first = await tokenOf(page);
    expect((await next).status()).toBe(200);
    await expect.poll(() => tokenOf(page), { timeout: 5000 }).not.toBe(first);
    await context.close();
    await own.close();
    await short.end();
  });

  test('keeps its session while the sandbox is started again', async () => {
    const first = await startSandbox();
    const url = await first.listen();
    const own = await servePages(bundle, url);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://localhost:${own.port}/`);
    await boot(page, 'native');
    await signIn(page, 'ada');
    await first.end(true);
    const second = await startSandbox({ dataDir: first.dir });
    await second.listen(Number(new URL(url).port));
    await page.reload();
    await boot(page, 'native');
    expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Ada');
    await context.close();
    await own.close();
    await second.end();
  });

  test('works by cookies where the key names no development host', async () => {
    const other = await startSandbox({ frontendHost: 'clerk.example.test' });
    const url = await other.listen();
    const own = await servePages(bundle, url);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${own.port}/`);
    const on = { url, key: other.publishableKey };
    await boot(page, 'standard', on);
    expect(await signIn(page, 'ada')).toBe(other.person('ada'));
    expect(claimsOf(await tokenOf(page))['iss']).toBe('https://clerk.example.test');
    await page.reload();
    await boot(page, 'standard', on);
    expect(await page.evaluate(() => window.clerk.user?.firstName)).toBe('Ada');
    await context.close();
    await own.close();
    await other.end();
  });
});
