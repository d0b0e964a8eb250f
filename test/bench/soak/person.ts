/** Somebody signed in at the sandbox by its Frontend API, who fetches a new token before the last one is too old. */
import type { SandboxAddress } from './child.ts';

interface ClientAnswer {
  readonly jwt?: string;
  readonly client?: { readonly sessions: readonly { readonly id: string }[] };
}

export interface Person {
  /** For an organization, or the personal account (null). Made anew when it is older than it may be. */
  token(organizationId: string | null): Promise<string>;
  /** Forgets the tokens at hand: the next one is fetched. */
  refresh(): void;
}

export function personOf(
  { apiUrl }: SandboxAddress,
  { email, password }: { readonly email: string; readonly password: string },
  renewAfterMs: number,
): Person {
  let clientToken = '';
  let sessionId = '';
  const post = async (path: string, form: Record<string, string>): Promise<ClientAnswer | null> => {
    const response = await fetch(`${apiUrl}/v1${path}?_is_native=1`, {
      method: 'POST',
      headers: clientToken === '' ? {} : { authorization: clientToken },
      body: new URLSearchParams(form),
    });
    clientToken = response.headers.get('authorization') ?? clientToken;
    const answer = (await response.json()) as ClientAnswer;
    if (response.status === 401) return null;
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} at ${path}`);
    return answer;
  };

  const fetchToken = async (organizationId: string | null): Promise<string> => {
    const form = { organization_id: organizationId ?? '' };
    const path = (): string => `/client/sessions/${sessionId}/tokens`;
    const answer = sessionId === '' ? null : await post(path(), form);
    if (answer !== null) return answer.jwt ?? '';
    // Not signed in yet, or not any more: the sandbox's client tokens end with the key that signed them.
    clientToken = '';
    const entered = await post('/client/sign_ins', { identifier: email, password });
    sessionId = entered?.client?.sessions[0]?.id ?? '';
    if (sessionId === '') throw new Error(`${email} could not be signed in`);
    return (await post(path(), form))?.jwt ?? '';
  };

  let last: Promise<unknown> = Promise.resolve();
  const held = new Map<string | null, { readonly jwt: Promise<string>; readonly atMs: number }>();
  return {
    token(organizationId) {
      const known = held.get(organizationId);
      if (known !== undefined && performance.now() - known.atMs < renewAfterMs) return known.jwt;
      // One after the other: two that sign in again at once would end each other's session.
      const jwt = last.then(() => fetchToken(organizationId));
      last = jwt;
      held.set(organizationId, { jwt, atMs: performance.now() });
      return jwt;
    },
    refresh: () => held.clear(),
  };
}
