import type { State } from './state.ts';

const day = 86_400_000;

/** Drops what can never matter again, once per start: Clerk too keeps old sessions for a while only. */
export function prune(state: State, nowMs: number): void {
  const { tables } = state;
  const old = nowMs - 30 * day;
  state.transaction(() => {
    for (const signIn of tables.sign_in.all()) {
      if (signIn.abandon_at < nowMs) tables.sign_in.delete(signIn.id);
    }
    for (const token of tables.sign_in_token.all()) {
      if (token.expires_at < nowMs - day) tables.sign_in_token.delete(token.id);
    }
    for (const session of tables.session.all()) {
      if (session.expire_at < old || (session.status !== 'active' && session.updated_at < old)) {
        tables.session.delete(session.id);
      }
    }
    for (const client of tables.client.all()) {
      if (client.updated_at < old && tables.session.count('client', client.id) === 0) {
        tables.client.delete(client.id);
      }
    }
    for (const browser of tables.dev_browser.all()) {
      const used = browser.client_id !== null && tables.client.get(browser.client_id) !== undefined;
      if (browser.updated_at < old && !used) tables.dev_browser.delete(browser.id);
    }
  });
}
