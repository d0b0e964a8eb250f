import { corruptState, openDatabase, type Database } from './database.ts';
import type { RecordKind, Records } from './records.ts';
import { Table, type Change, type Indexes } from './table.ts';

const lower = (text: string): string => text.toLowerCase();

const indexes: { readonly [K in RecordKind]: Indexes<Records[K]> } = {
  instance: {},
  user: {
    email: (user) => user.email_addresses.map((email) => lower(email.email_address)),
    username: (user) => (user.username === null ? [] : [lower(user.username)]),
    external: (user) => (user.external_id === null ? [] : [user.external_id]),
  },
  organization: {
    slug: (organization) => [organization.slug],
    role_set: (organization) => [organization.role_set_id],
  },
  membership: {
    organization: (membership) => [membership.organization_id],
    user: (membership) => [membership.user_id],
    pair: (membership) => [`${membership.organization_id} ${membership.user_id}`],
    role: (membership) => [membership.role],
  },
  invitation: {
    organization: (invitation) => [invitation.organization_id],
    email: (invitation) => [lower(invitation.email_address)],
    domain: ({ organization_domain_id: domain }) => (domain === undefined ? [] : [domain]),
  },
  suggestion: {
    organization: (suggestion) => [suggestion.organization_id],
    user: (suggestion) => [suggestion.user_id],
    domain: (suggestion) => [suggestion.organization_domain_id],
  },
  membership_request: {
    organization: (request) => [request.organization_id],
    user: (request) => [request.user_id],
  },
  permission: { key: (permission) => [permission.key] },
  role: { key: (role) => [role.key] },
  role_set: { key: (set) => [set.key] },
  organization_domain: {
    organization: (domain) => [domain.organization_id],
    name: (domain) => [domain.name],
  },
  plan: { slug: (plan) => [plan.slug] },
  jwt_template: { name: (template) => [template.name] },
  client: {},
  dev_browser: {},
  session: { client: (session) => [session.client_id], user: (session) => [session.user_id] },
  sign_in: { client: (signIn) => [signIn.client_id] },
  sign_in_token: {},
  picture: {},
  instance_invitation: { email: (invitation) => [lower(invitation.email_address)] },
  listed_identifier: { list: (listed) => [listed.list] },
  instance_domain: {},
  redirect_url: {},
};

type Tables = { readonly [K in RecordKind]: Table<Records[K]> };

/** Some refusals keep what was changed before them: a wrong code is counted, and refused. */
const keeps = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'keepsChanges' in cause
    ? cause.keepsChanges === true
    : false;

/**
 * The sandbox's whole state: records in memory, written through. `transaction` is the only way to change it:
 * what it did is on the disk when it returns, or undone when it throws.
 */
export class State {
  readonly tables: Tables;
  readonly #database: Database;
  #open = false;
  readonly #changes = new Map<string, Change>();
  #undo: (() => void)[] = [];

  constructor(dataDir: string) {
    this.#database = openDatabase(dataDir);
    const changed = (change: Change, undo: () => void): void => {
      if (!this.#open) throw new Error('state changed outside a transaction');
      this.#changes.set(`${change.kind} ${change.id}`, change);
      this.#undo.push(undo);
    };
    const tables: Record<string, unknown> = {};
    for (const [kind, by] of Object.entries(indexes)) {
      tables[kind] = new Table(kind, by as Indexes<{ readonly id: string }>, changed);
    }
    this.tables = tables as unknown as Tables;
    try {
      for (const row of this.#database.read()) this.#load(row.kind, row.body);
    } catch (cause) {
      this.#database.close();
      throw corruptState(dataDir, cause);
    }
  }

  get instance(): Records['instance'] {
    const found = this.tables.instance.all()[0];
    if (found === undefined) throw new Error('the sandbox has no instance yet');
    return found;
  }

  transaction<T>(change: () => T): T {
    if (this.#open) return change();
    this.#open = true;
    let kept = false;
    try {
      const result = this.#attempt(change, () => (kept = true));
      this.#write();
      return result;
    } catch (cause) {
      if (!kept) for (const undo of this.#undo.toReversed()) undo();
      throw cause;
    } finally {
      this.#open = false;
      this.#changes.clear();
      this.#undo = [];
    }
  }

  close(): void {
    this.#database.close();
  }

  /** A refusal that keeps what was changed before it is written like a success; `onKept` says it is on the disk. */
  #attempt<T>(change: () => T, onKept: () => void): T {
    try {
      return change();
    } catch (cause) {
      if (keeps(cause)) {
        this.#write();
        onKept();
      }
      throw cause;
    }
  }

  #write(): void {
    if (this.#changes.size > 0) this.#database.write(this.#changes.values());
  }

  #load(kind: string, body: string): void {
    if (!Object.hasOwn(this.tables, kind)) return;
    const record: unknown = JSON.parse(body);
    if (typeof record !== 'object' || record === null || !('id' in record)) {
      throw new TypeError('a stored record has no id');
    }
    (this.tables[kind as RecordKind] as unknown as Table<{ readonly id: string }>).load(
      record as { readonly id: string },
    );
  }
}
