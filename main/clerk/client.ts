import { createClerkClient } from '@clerk/backend';
import type { Calls } from './api/calls.ts';
import { domainCalls } from './api/domains.ts';
import { invitationCalls } from './api/invitations.ts';
import { keyCalls } from './api/keys.ts';
import { memberCalls } from './api/members.ts';
import { organizationCalls } from './api/organizations.ts';
import { permissionCalls } from './api/permissions.ts';
import { roleSetCalls } from './api/roleSets.ts';
import { roleCalls } from './api/roles.ts';
import { sessionClaimCalls } from './api/sessionClaims.ts';
import { sessionCalls } from './api/sessions.ts';
import { templateCalls } from './api/templates.ts';
import { userCalls } from './api/users.ts';
import { createAsk } from './ask.ts';
import { createCaller } from './caller.ts';
import type { ClerkApi } from './port.ts';

export interface ClerkApiOptions {
  readonly secretKey: string;
  readonly publishableKey: string;
  /** Base URL of the Backend API, without `/v1`. */
  readonly apiUrl: string;
  /** A call that takes longer counts as failed. */
  readonly timeoutMs?: number;
}

/** Clerk's Backend API through `@clerk/backend`, with a deadline on every call. */
export function createClerkApi(options: ClerkApiOptions): ClerkApi {
  const { timeoutMs = 8_000 } = options;
  const client = createClerkClient({
    secretKey: options.secretKey,
    publishableKey: options.publishableKey,
    apiUrl: options.apiUrl,
    telemetry: { disabled: true },
  });

  const caller = createCaller({ timeoutMs });
  const calls: Calls = {
    call: (work) => caller.read(() => work(client)),
    change: (work) => caller.write(() => work(client)),
  };
  return {
    callsPer10Sec: options.secretKey.startsWith('sk_live_') ? 1_000 : 100,
    ...organizationCalls(calls),
    ...memberCalls(calls),
    ...invitationCalls(calls),
    ...domainCalls(calls),
    ...roleCalls(calls),
    ...permissionCalls(calls),
    ...roleSetCalls(calls),
    ...sessionCalls(calls),
    ...sessionClaimCalls(calls, createAsk({ ...options, timeoutMs })),
    ...templateCalls(calls),
    ...userCalls(calls),
    ...keyCalls(calls),
  };
}
