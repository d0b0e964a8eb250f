import { createStore } from 'zustand/vanilla';
import type { VerifyOutput } from '../../../shared/contract/token.ts';
import type { ClerkClient } from '../../../renderer/app/clerk.ts';
import type { Services } from '../../../renderer/app/services.tsx';
import {
  createSessionStore,
  withToken,
  type Membership,
} from '../../../renderer/app/sessionStore.ts';
import { fakeToken } from '../fakeToken.ts';
import { createFakeApi } from './fakeApi.ts';

const userId = 'user_2ada0000000000000000000000';
const membership = (orgId: string, name: string, role: string): Membership => ({
  orgId,
  name,
  slug: null,
  role,
  imageUrl: '',
});

/** Services without anything behind them. The address chooses: `?member`, `?personal`, `?over`, `?offline`, `?many`,
 * `?production`. */
export function createFakeServices(asked: URLSearchParams): Services {
  const isAdmin = !asked.has('member');
  const memberships = [
    membership('org_acme', 'Acme Robotics', isAdmin ? 'org:admin' : 'org:member'),
    membership('org_globex', 'Globex Health', 'org:member'),
  ];
  const session = createSessionStore();
  const first = asked.has('personal') ? null : (memberships[0] ?? null);

  const receive = (organization: Membership | null): void => {
    const raw = fakeToken(claimsOf(organization, asked), Math.floor(Date.now() / 1000));
    session.setState(({ tokens }) => ({
      organization,
      tokens: withToken(tokens, {
        raw,
        receivedAtMs: Date.now(),
        refreshArmed: !asked.has('paused'),
      }),
    }));
  };
  session.setState({
    phase: 'signed-in',
    person: { id: userId, name: 'Ada Byron', identifier: 'ada@example.com', imageUrl: '' },
    sessionId: 'sess_2ada0000000000000000000000',
    memberships,
  });
  receive(first);

  const services: Services = {
    bridge: {
      call: (method, input) => {
        if (method === 'settings.update') {
          const settings = { ...services.host.getState().settings, ...input };
          return Promise.resolve({ ok: true, value: settings as never });
        }
        return Promise.resolve(
          method === 'token.verify' && !asked.has('offline')
            ? { ok: true, value: fakeVerification as never }
            : { ok: false, error: { code: 'sandbox.only', message: 'Fake.' } },
        );
      },
      on: () => () => undefined,
      headers: () => ({}),
      onLink: () => () => undefined,
      opened: Promise.resolve(undefined),
    },
    bootstrap: {
      host: 'web',
      version: '0.0.0',
      instance: {
        id: 'sandbox.clerk.accounts.dev',
        name: asked.has('production') ? 'acme.com' : 'Sandbox',
        kind: asked.has('production') ? 'production' : 'sandbox',
        issuer: 'https://sandbox.clerk.accounts.dev',
      },
      publishableKey: '',
      backendConnected: !asked.has('offline'),
      children: [],
      settings: { colorScheme: 'auto' },
    },
    session,
    host: createStore(() => ({ children: [], link: 'open', settings: { colorScheme: 'auto' } })),
    clerk: {
      user: { getSessions: () => Promise.resolve(fakeSessions()) },
      session: {
        getToken: () => {
          receive(session.getState().organization);
          return Promise.resolve(session.getState().tokens[0]?.raw ?? null);
        },
      },
    } as unknown as ClerkClient,
    api: createFakeApi({
      userId,
      orgId: () => session.getState().organization?.orgId ?? null,
      isAdmin,
      isOperator: isAdmin,
      members: asked.has('many') ? 50_000 : 5,
    }),
    retry: () => undefined,
    refreshToken: () => Promise.resolve(receive(session.getState().organization)),
    switchOrganization: (orgId) =>
      Promise.resolve(receive(memberships.find((known) => known.orgId === orgId) ?? null)),
    signOut: () => Promise.resolve(),
  };
  return services;
}

const fakeVerification: VerifyOutput = {
  valid: false,
  reason: 'token-invalid-signature',
  message: 'The signature does not fit.',
  remedy: 'Copy the token again.',
  findings: [{ code: 'likely-forged', message: 'Altered or forged.', remedy: 'Be careful.' }],
  keySource: 'instance',
  keyIds: ['ins_2sandbox000000000000000000'],
  judgedAtMs: Date.now(),
  clock: { aheadMs: 40, uncertaintyMs: 510, measuredAtMs: Date.now() },
  byServerClock: null,
};

const claimsOf = (organization: Membership | null, asked: URLSearchParams) => ({
  fva: [4, -1],
  sts: 'active',
  pla: organization === null ? 'u:free' : 'o:pro',
  fea: organization === null ? 'u:profile' : 'o:data,o:settings,o:billing,u:profile',
  ...(organization === null
    ? {}
    : {
        o: {
          id: organization.orgId,
          rol: organization.role.slice(4),
          slg: organization.name.toLowerCase().replaceAll(' ', '-'),
          per: 'read,write,delete,manage',
          fpm: organization.role === 'org:admin' ? '7,8,8' : '1,0,0',
        },
      }),
  metadata: { plan: 'pro', seats: 12, theme: { dark: true } },
  dept: organization === null ? null : organization.name,
  ...(asked.has('over') ? { bio: 'Lorem ipsum dolor sit amet. '.repeat(44) } : {}),
});

const fakeSessions = () =>
  [
    ['sess_2ada0000000000000000000000', 'Chrome', '153.0', 'Linux', 0],
    ['sess_2ada1111111111111111111111', 'Safari', '19.1', 'iPhone', 7],
    ['sess_2ada2222222222222222222222', undefined, undefined, undefined, 300],
  ].map(([id, browserName, browserVersion, deviceType, minutes]) => ({
    id,
    status: 'active',
    lastActiveAt: new Date(Date.now() - Number(minutes) * 60_000),
    expireAt: new Date(Date.now() + 6 * 86_400_000),
    latestActivity: { browserName, browserVersion, deviceType, city: 'Berlin', country: 'DE' },
    revoke: () => Promise.resolve(),
  }));
