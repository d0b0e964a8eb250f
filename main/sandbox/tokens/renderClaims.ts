import type { JsonObject } from '../../../shared/domain/json.ts';
import { compileTemplate } from '../../../shared/domain/template/compile.ts';
import type {
  CompiledTemplate,
  PreviewContext,
  TemplateKind,
} from '../../../shared/domain/template/types.ts';
import type { Asked, Core } from '../core.ts';
import { membershipForBackend, organizationForBackend } from '../shapes/organization.ts';
import { sessionForBackend } from '../shapes/session.ts';
import { userForBackend } from '../shapes/user.ts';
import type {
  MembershipRecord,
  Metadata,
  OrganizationRecord,
  SessionRecord,
  UserRecord,
} from '../state/records.ts';

/** Whom a token is minted for. */
export interface MintContext {
  readonly core: Core;
  readonly asked: Asked;
  readonly session: SessionRecord;
  readonly user: UserRecord;
  readonly organization: OrganizationRecord | null;
  readonly membership: MembershipRecord | null;
}

/** Compiled once per stored set of claims: a saved template is a new object. */
const compiled = new WeakMap<Metadata, CompiledTemplate>();

function compile(claims: Metadata, kind: TemplateKind): CompiledTemplate {
  const known = compiled.get(claims);
  if (known !== undefined) return known;
  const made = compileTemplate(claims as JsonObject, { kind });
  compiled.set(claims, made);
  return made;
}

/** The records as the Backend API answers them: what a preview of the same template is given. */
function previewContext({
  core,
  asked,
  session,
  user,
  organization,
  membership,
}: MintContext): PreviewContext {
  return {
    user: userForBackend(asked, user),
    organization: organization && organizationForBackend(core, asked, organization),
    membership: membership && membershipForBackend(core, asked, membership),
    session: sessionForBackend(session),
    memberships: core.state.tables.membership
      .find('user', user.id)
      .map((one) => membershipForBackend(core, asked, one)),
  };
}

/** Claims of a JWT template for a session. */
export const renderTemplate = (claims: Metadata, context: MintContext): JsonObject =>
  compile(claims, 'jwt-template').render(previewContext(context));

/** Custom claims of the session token. */
export const renderSessionClaims = (core: Core, context: MintContext): JsonObject =>
  compile(core.state.instance.session_token_claims, 'session-claims').render(
    previewContext(context),
  );
