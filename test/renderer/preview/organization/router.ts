import type { z } from 'zod';
import type { ApiRequest } from '../../../../renderer/app/api.ts';
import { AppException, appError } from '../../../../shared/errors/appError.ts';
import type { FakePerson } from '../fakeApi.ts';

export interface FakeCall {
  readonly request: ApiRequest<z.ZodType>;
  readonly url: URL;
  /** What stands where the path has a `:name`. */
  readonly param: (name: string) => string;
}

/** `GET /v1/org/members/:userId` → what answers it. */
export type FakeRoutes = Readonly<Record<string, (call: FakeCall) => unknown>>;

/** Finds the route of a call; undefined when there is none. */
export function findRoute(
  routes: FakeRoutes,
  method: string,
  url: URL,
  request: ApiRequest<z.ZodType>,
): (() => unknown) | undefined {
  const asked = url.pathname.split('/');
  for (const [name, route] of Object.entries(routes)) {
    const [verb, path = ''] = name.split(' ');
    const parts = path.split('/');
    if (verb !== method || parts.length !== asked.length) continue;
    if (!parts.every((part, at) => part.startsWith(':') || part === asked[at])) continue;
    const param = (wanted: string): string =>
      decodeURIComponent(asked[parts.indexOf(`:${wanted}`)] ?? '');
    return () => route({ request, url, param });
  }
  return undefined;
}

export const refuse = (...error: Parameters<typeof appError>): never => {
  throw new AppException(appError(...error));
};

export const needOrganization = (person: FakePerson): void => {
  if (person.orgId() === null) refuse('auth.organization_required', 'No organization is active.');
};

export const needAdmin = (person: FakePerson): void => {
  if (person.isAdmin) return;
  refuse('auth.denied', 'This needs org:admin or org:settings:manage. You are org:member.', {
    remedy: 'Ask an admin of Acme Robotics for the role org:admin.',
  });
};

export const needOperator = (person: FakePerson): void => {
  if (person.isOperator) return;
  refuse('auth.operator_required', 'This belongs to the instance, and you are not an operator.');
};

/** As the backend answers a lost race. */
export const needTag = (request: ApiRequest<z.ZodType>, etag: string): void => {
  if (request.etag === etag) return;
  refuse('resource.conflict', 'Somebody changed this in Clerk since it was loaded.');
};

/** What the address of the preview asks for, such as `?race`. */
export const asked = (name: string): boolean => new URLSearchParams(location.search).has(name);
