import type { ClerkClient } from './clerk.ts';
import { emptySession, withToken, type Membership, type SessionStore } from './sessionStore.ts';

type ClerkUser = NonNullable<ClerkClient['user']>;
type ClerkMembership = ClerkUser['organizationMemberships'][number];

export interface SessionLink {
  /** Marks the next end of the session as asked for. */
  expectEnd(): void;
  dispose(): void;
}

/** What the session is made of, as told by clerk-js; plain data for the store. */
const membershipOf = (membership: ClerkMembership): Membership => ({
  orgId: membership.organization.id,
  name: membership.organization.name,
  slug: membership.organization.slug ?? null,
  role: membership.role,
  imageUrl: membership.organization.imageUrl,
  permissions: membership.permissions,
});

const nameOf = (user: ClerkUser): string =>
  user.fullName ?? user.username ?? user.primaryEmailAddress?.emailAddress ?? user.id;

/**
 * Feeds the store from clerk-js. Beside its listener a one-second look at the session notices tokens that a
 * background refresh brought, and coming back to the window fetches one when clerk-js had stopped refreshing.
 */
export function connectSession(clerk: ClerkClient, store: SessionStore): SessionLink {
  let endExpected = false;

  const readToken = (): void => {
    const raw = clerk.session?.lastActiveToken?.getRawString();
    if (raw === undefined || raw === '') return;
    const { tokens } = store.getState();
    const next = withToken(tokens, {
      raw,
      receivedAtMs: Date.now(),
      refreshArmed: document.hasFocus(),
    });
    if (next !== tokens) store.setState({ tokens: next });
  };

  const readSession = (): void => {
    const { session, user } = clerk;
    // `undefined` is clerk-js between two sessions: nothing is known, so nothing changes on screen.
    if (session === undefined || user === undefined) return;
    if (session === null || user === null) {
      // clerk-js tells the end more than once: only the first time says how it came.
      if (store.getState().phase === 'signed-out') return;
      const was = store.getState().phase === 'signed-in';
      store.setState({ ...emptySession, phase: 'signed-out', endedUnasked: was && !endExpected });
      endExpected = false;
      return;
    }
    const memberships = user.organizationMemberships.map(membershipOf);
    const activeId = clerk.organization?.id ?? null;
    const before = store.getState();
    store.setState({
      phase: 'signed-in',
      error: null,
      endedUnasked: false,
      person: {
        id: user.id,
        name: nameOf(user),
        identifier: user.primaryEmailAddress?.emailAddress ?? user.username ?? user.id,
        imageUrl: user.imageUrl,
      },
      sessionId: session.id,
      organization: memberships.find(({ orgId }) => orgId === activeId) ?? null,
      memberships,
      tokens: before.sessionId === session.id ? before.tokens : [],
    });
    readToken();
  };

  const refocus = (): void => {
    const [newest] = store.getState().tokens;
    if (newest === undefined || newest.refreshArmed) return;
    // A failure shows itself in the countdown, which stays at *expired*.
    clerk.session?.getToken({ skipCache: true }).then(readToken, () => undefined);
  };

  const stopListening = clerk.addListener(readSession);
  const timer = setInterval(readToken, 1_000);
  window.addEventListener('focus', refocus);
  readSession();
  return {
    expectEnd: () => {
      endExpected = true;
    },
    dispose: () => {
      stopListening();
      clearInterval(timer);
      window.removeEventListener('focus', refocus);
    },
  };
}
