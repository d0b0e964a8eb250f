/**
 * Every failure a person can meet, with the HTTP status it takes on the wire and what to do about it.
 * The code is stable; `remedy` is shown beneath the message unless the failure brings a better one.
 */
interface CodeEntry {
  readonly status: number;
  readonly remedy: string;
}

const table = {
  'auth.no_session': { status: 401, remedy: 'Sign in again.' },
  'auth.token_rejected': { status: 401, remedy: 'Fetch a fresh token and try again.' },
  'auth.template_token': {
    status: 401,
    remedy: 'Send the session token (getToken() without a template).',
  },
  'auth.denied': { status: 403, remedy: 'Ask an admin of the organization for this right.' },
  'auth.organization_required': {
    status: 403,
    remedy: 'Choose an organization in the switcher at the top.',
  },
  'auth.operator_required': {
    status: 403,
    remedy: "Add your user id to the backend's list of operators (CLAIMDECK_OPERATORS).",
  },
  'boundary.bad_input': { status: 400, remedy: 'Correct the request, then try again.' },
  'boundary.unknown_method': {
    status: 404,
    remedy: 'Restart Claimdeck: page and host may be of different versions.',
  },
  'boundary.foreign_sender': {
    status: 403,
    remedy: 'Use the address that this server was started on.',
  },
  'boundary.unsupported': { status: 415, remedy: 'Send JSON, as application/json.' },
  'boundary.too_large': { status: 413, remedy: 'Send less at once.' },
  'boundary.draining': { status: 503, remedy: 'Try again in a few seconds.' },
  'boundary.rate_limited': { status: 429, remedy: 'Wait a moment and try again.' },
  'resource.not_found': {
    status: 404,
    remedy: 'Load the list again: it may be gone, or belong to another organization.',
  },
  'resource.precondition_required': {
    status: 428,
    remedy: 'Send If-Match with the version you read, or If-None-Match: * to create.',
  },
  'resource.conflict': {
    status: 412,
    remedy: 'Load the current version and apply your change again.',
  },
  'resource.key_reused': { status: 422, remedy: 'Use a new idempotency key for a new request.' },
  'resource.in_progress': {
    status: 409,
    remedy: 'Wait a moment, look whether the change is there, and only then try again.',
  },
  'clerk.unreachable': { status: 503, remedy: 'Check the connection, then try again.' },
  /** A change was sent to Clerk, and no answer came back that says whether it was made. */
  'clerk.outcome_unknown': {
    status: 503,
    remedy: 'Load it again and look whether the change is there before trying again.',
  },
  'clerk.rate_limited': { status: 503, remedy: 'Wait a moment and try again.' },
  'clerk.refused': {
    status: 502,
    remedy: 'Check that the secret key belongs to this instance, then try again.',
  },
  'clerk.not_found': {
    status: 404,
    remedy: 'Load the list again: it may have been deleted meanwhile.',
  },
  /** Clerk understood the request and did not accept what it says. */
  'clerk.invalid': { status: 422, remedy: 'Correct what it names, then try again.' },
  /** Clerk has no API for it; only its Dashboard does it. */
  'clerk.not_offered': { status: 501, remedy: 'Make the change in Clerk’s Dashboard.' },
  'organization.last_admin': {
    status: 409,
    remedy: 'Give another member a role that manages the organization first.',
  },
  'organization.own_membership': {
    status: 403,
    remedy: 'Leave the organization on its own page, or ask another admin.',
  },
  'organization.own_role': { status: 403, remedy: 'Ask another admin to change your role.' },
  /** The role that whoever creates an organization gets, so it has to be able to manage one. */
  'organization.creator_role': {
    status: 409,
    remedy: 'Make another role the creator role of the role set first.',
  },
  'organization.role_in_use': {
    status: 409,
    remedy: 'Give its members another role, and revoke the invitations that name it, first.',
  },
  'organization.role_outside_set': {
    status: 422,
    remedy: 'Choose a role of the list, or have an operator add this one to the role set.',
  },
  /** The page cannot reach the process that serves it. */
  'host.unreachable': {
    status: 503,
    remedy: 'Start Claimdeck again; this page reconnects by itself.',
  },
  'host.no_session': {
    status: 401,
    remedy: 'Open the link that Claimdeck printed in the terminal when it started.',
  },
  'backend.not_connected': {
    status: 503,
    remedy: 'Connect a secret key or a remote backend.',
  },
  'backend.unreachable': { status: 502, remedy: 'Restart the backend.' },
  'sandbox.unreachable': { status: 502, remedy: 'Restart the sandbox.' },
  'sandbox.only': { status: 404, remedy: 'Connect the sandbox to use this.' },
  'store.corrupt': {
    status: 500,
    remedy: 'Put a copy of the data folder in its place, or move the file away to start anew.',
  },
  'store.newer_schema': { status: 500, remedy: 'Start the newer Claimdeck that wrote it.' },
  'store.unavailable': {
    status: 503,
    remedy: 'Check the disk and the database, then try again.',
  },
  'file.not_saved': { status: 500, remedy: 'Save it in another folder.' },
  /** The change is made, and only its row in the audit log is missing. */
  'store.unrecorded': {
    status: 503,
    remedy:
      'Do not repeat the change; check the disk and the database, and note down what was done.',
  },
  'start.port_taken': { status: 500, remedy: 'Choose another port.' },
  'start.data_locked': {
    status: 500,
    remedy: 'Use the running Claimdeck, or set CLAIMDECK_HOME to another folder.',
  },
  'start.bad_configuration': {
    status: 500,
    remedy: 'Correct the configuration, then start again.',
  },
  'internal.unexpected': { status: 500, remedy: 'Copy the details and report it.' },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof table;

export const errorCodes = Object.keys(table) as [ErrorCode, ...ErrorCode[]];

export const errorTable: Readonly<Record<ErrorCode, CodeEntry>> = table;
