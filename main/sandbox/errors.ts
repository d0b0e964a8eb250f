/** One entry of Clerk's error envelope. Codes are those of clerk/clerk-docs `data/api_errors.json`. */
interface ErrorEntry {
  readonly code: string;
  readonly message: string;
  readonly long_message: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A refusal in Clerk's shape. Thrown by handlers, answered by the one error handler. */
export class ClerkApiError extends Error {
  readonly status: number;
  readonly errors: readonly ErrorEntry[];
  /** True when what the handler changed before is to be kept (a counted attempt). */
  readonly keepsChanges: boolean;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { param?: string; long?: string; keepsChanges?: boolean } = {},
  ) {
    super(message);
    this.name = 'ClerkApiError';
    this.status = status;
    this.keepsChanges = options.keepsChanges ?? false;
    this.errors = [
      {
        code,
        message,
        long_message: options.long ?? message,
        meta: options.param === undefined ? {} : { param_name: options.param },
      },
    ];
  }
}

export const notFound = (what = 'Resource'): ClerkApiError =>
  new ClerkApiError(404, 'resource_not_found', `${what} not found`, {
    long: `No ${what.toLowerCase()} was found with the given id.`,
  });

export const organizationNotFound = (): ClerkApiError =>
  new ClerkApiError(404, 'organization_not_found_or_unauthorized', 'Organization not found', {
    long: 'The organization does not exist, or the user is not a member of it.',
  });

/** The client, its session or its token is not usable any more: clerk-js drops the session. */
export const authenticationInvalid = (): ClerkApiError =>
  new ClerkApiError(401, 'authentication_invalid', 'Invalid authentication', {
    long: 'Unable to authenticate the request, you need to supply an active session.',
  });

export const formMissing = (param: string): ClerkApiError =>
  new ClerkApiError(422, 'form_param_missing', 'is missing', {
    long: `${param} must be included.`,
    param,
  });

export const formInvalid = (param: string, long: string): ClerkApiError =>
  new ClerkApiError(422, 'form_param_value_invalid', 'is invalid', { long, param });

export const formUnknown = (param: string): ClerkApiError =>
  new ClerkApiError(422, 'form_param_unknown', 'is unknown', {
    long: `${param} is not a valid parameter for this request.`,
    param,
  });

export const forbidden = (code: string, message: string): ClerkApiError =>
  new ClerkApiError(403, code, message);
