import { ClerkApiError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { membershipOf, systemPermissions } from '../logic/access.ts';
import { addMember } from '../logic/memberships.ts';
import { roleKeyOf, roleSetOf } from '../logic/roleSets.ts';
import { publicOrganizationData, publicUserData } from '../shapes/organization.ts';
import type { MembershipRequestRecord, SuggestionRecord } from '../state/records.ts';
import { pageOf, pageShape } from '../wire/paging.ts';
import { actingSession, type FapiCall, type FapiRoutes } from './call.ts';
import { inside } from './organizations.ts';

const { manageMemberships } = systemPermissions;

/** Suggestions that a domain makes to people, and the requests to join that come of them. */
export function addRequests(routes: FapiRoutes): void {
  routes.on('GET', '/me/organization_suggestions', (call) => {
    const { user } = actingSession(call);
    const statuses = call.query.all('status');
    const rows = call.core.state.tables.suggestion
      .find('user', user.id)
      .filter((row) => statuses.length === 0 || statuses.includes(row.status))
      .filter((row) => membershipOf(call.core.state, row.organization_id, user.id) === undefined);
    return pageShape(rows, pageOf(call.query), (row) => suggestionShape(call, row));
  });
  routes.on('POST', '/me/organization_suggestions/:suggestion/accept', (call) =>
    suggestionShape(call, acceptSuggestion(call)),
  );
  const path = '/organizations/:org/membership_requests';
  routes.on('GET', path, (call) => {
    const { organization } = inside(call, manageMemberships);
    const statuses = call.query.all('status');
    const rows = call.core.state.tables.membership_request
      .find('organization', organization.id)
      .filter((row) => statuses.length === 0 || statuses.includes(row.status));
    return pageShape(rows, pageOf(call.query), (row) => requestShape(call, row));
  });
  routes.on('POST', `${path}/:request/accept`, (call) => {
    const request = pendingRequest(call);
    const { organization } = inside(call, manageMemberships);
    const { default_role_id: role } = roleSetOf(call.core.state, organization);
    addMember(call.core, call, organization, request.user_id, roleKeyOf(call.core.state, role));
    return requestShape(call, answer(call, request, 'accepted'));
  });
  routes.on('POST', `${path}/:request/reject`, (call) =>
    requestShape(call, answer(call, pendingRequest(call), 'rejected')),
  );
}

function acceptSuggestion(call: FapiCall): SuggestionRecord {
  const { user } = actingSession(call);
  const { suggestion: suggestions, membership_request: requests } = call.core.state.tables;
  const suggestion = suggestions.get(call.param('suggestion'));
  if (suggestion === undefined || suggestion.user_id !== user.id) {
    throw notFound('Organization suggestion');
  }
  if (suggestion.status === 'accepted') {
    throw new ClerkApiError(
      400,
      'organization_suggestion_already_accepted',
      'suggestion has already been accepted',
    );
  }
  requests.put({
    id: newId('orgmemreq'),
    organization_id: suggestion.organization_id,
    user_id: user.id,
    status: 'pending',
    created_at: call.nowMs,
    updated_at: call.nowMs,
  });
  return suggestions.put({ ...suggestion, status: 'accepted', updated_at: call.nowMs });
}

function pendingRequest(call: FapiCall): MembershipRequestRecord {
  const { organization } = inside(call, manageMemberships);
  const request = call.core.state.tables.membership_request.get(call.param('request'));
  const here = request !== undefined && request.organization_id === organization.id;
  if (!here || request.status !== 'pending') throw notFound('Organization membership request');
  return request;
}

const answer = (
  call: FapiCall,
  request: MembershipRequestRecord,
  status: 'accepted' | 'rejected',
): MembershipRequestRecord =>
  call.core.state.tables.membership_request.put({ ...request, status, updated_at: call.nowMs });

function suggestionShape(call: FapiCall, suggestion: SuggestionRecord): object {
  return {
    object: 'organization_suggestion',
    id: suggestion.id,
    public_organization_data: publicOrganizationData(call.core, call, suggestion.organization_id),
    status: suggestion.status,
    created_at: suggestion.created_at,
    updated_at: suggestion.updated_at,
  };
}

function requestShape(call: FapiCall, request: MembershipRequestRecord): object {
  const user = call.core.state.tables.user.get(request.user_id);
  return {
    object: 'organization_membership_request',
    id: request.id,
    organization_id: request.organization_id,
    status: request.status,
    public_user_data: user === undefined ? null : publicUserData(call, user),
    created_at: request.created_at,
    updated_at: request.updated_at,
  };
}
