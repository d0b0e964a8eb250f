import type { TokenKind } from './tokenKind.ts';

/** How well a statement is founded: Clerk's documentation, its open source, real tokens, or our conclusion. */
export type FactSource = 'documented' | 'source' | 'observed' | 'inferred';

export interface ClaimMeaning {
  /** One sentence. */
  readonly text: string;
  readonly source: FactSource;
}

const documented = (text: string): ClaimMeaning => ({ text, source: 'documented' });
const fromSource = (text: string): ClaimMeaning => ({ text, source: 'source' });
const observed = (text: string): ClaimMeaning => ({ text, source: 'observed' });

const meanings: Readonly<Record<string, ClaimMeaning>> = {
  azp: documented(
    'Origin that asked for the token; missing when it was minted through the Backend API or by a native client.',
  ),
  exp: documented('Moment the token expires, in Unix seconds; a session token lives 60 seconds.'),
  iat: documented('Moment the token was issued, in Unix seconds.'),
  nbf: documented('Moment before which the token must not be used, in Unix seconds.'),
  iss: documented(
    "The instance's Frontend API, which is how a token names the instance it belongs to.",
  ),
  jti: documented('Unique id of this token.'),
  sub: documented('Id of the user; the impersonated one while act is present.'),
  sid: documented('Id of the session; only session tokens carry it.'),
  v: documented('Version of the claims; 2 today.'),
  fva: documented(
    'Minutes since first and second factor were last verified, as of iat; -1 is never.',
  ),
  pla: documented('Active plan, u: of the user or o: of the organization.'),
  fea: documented('Enabled features with their scope; features can be kept out of tokens.'),
  sts: documented('Status of the session, active or pending.'),
  act: documented('Who acts as this user; its presence is the test for impersonation.'),
  o: documented('The active organization; missing in the personal account.'),
  org_id: documented('Id of the active organization.'),
  org_role: documented('Role in the active organization.'),
  org_slug: documented('Slug of the active organization.'),
  org_permissions: documented(
    'Permissions in the active organization, without system permissions.',
  ),
};

const memberMeanings: Readonly<Record<string, ClaimMeaning>> = {
  '/o/id': documented('Id of the active organization.'),
  '/o/slg': documented('Slug of the active organization; missing when slugs are off.'),
  '/o/rol': documented('Role without its org: prefix.'),
  '/o/per': documented('Actions that the masks in fpm grant, feature by feature.'),
  '/o/fpm': documented('One decimal mask per organization feature: bit j grants action j of per.'),
};

const headerMeanings: Readonly<Record<string, ClaimMeaning>> = {
  alg: documented('Signature algorithm; RS256 on session tokens.'),
  typ: documented('JWT; OAuth access tokens say at+jwt.'),
  kid: fromSource('Names the signing key, and equals the id of the instance.'),
  cat: fromSource('Category of the token; undocumented, so only one sign among others.'),
  oiat: fromSource('Moment the claims were first issued; clerk-js orders tokens by it.'),
};

const machineMeanings: Readonly<Record<string, ClaimMeaning>> = {
  sub: fromSource('Id of the machine.'),
  scopes: fromSource('Machines this token may call.'),
  aud: fromSource('Machines this token may call.'),
  client_id: fromSource('The OAuth application.'),
  scope: fromSource('What the OAuth application was allowed.'),
  scp: fromSource('What the OAuth application was allowed, as a list.'),
};

const templateMeanings: Readonly<Record<string, ClaimMeaning>> = {
  exp: documented(
    "Moment the token expires, in Unix seconds: issue time plus the template's lifetime.",
  ),
  nbf: documented("Issue time less the template's allowed clock skew, in Unix seconds."),
  aud: documented('Set by the template; nothing is added by itself.'),
  jti: observed('Unique id of this token.'),
};

/** What a top-level claim means in a token of this kind; null for a custom one. */
export function claimMeaning(name: string, kind: TokenKind): ClaimMeaning | null {
  const special =
    kind === 'm2m' || kind === 'oauth'
      ? machineMeanings
      : kind === 'template'
        ? templateMeanings
        : {};
  return own(special, name) ?? own(meanings, name);
}

/** What a member inside `o` means, by JSON pointer. */
export const memberMeaning = (pointer: string): ClaimMeaning | null => own(memberMeanings, pointer);

export const headerMeaning = (name: string): ClaimMeaning | null => own(headerMeanings, name);

const own = (table: Readonly<Record<string, ClaimMeaning>>, name: string): ClaimMeaning | null =>
  Object.hasOwn(table, name) ? (table[name] ?? null) : null;
