import type { EventName, MethodName } from '../shared/contract/table.ts';

/**
 * The contract's names without its schemas, which would put a schema library into every preload. The types
 * demand exactly the names of `shared/contract/table.ts`: one too many or too few does not compile.
 */
const methods: Readonly<Record<MethodName, true>> = {
  'app.bootstrap': true,
  'app.restartChild': true,
  'settings.update': true,
  'link.open': true,
  'sandbox.people': true,
  'sandbox.ticket': true,
  'sandbox.codes': true,
};

const events: Readonly<Record<EventName, true>> = {
  'child.changed': true,
  'sandbox.code': true,
};

export const isMethod = (name: unknown): name is MethodName =>
  typeof name === 'string' && Object.hasOwn(methods, name);
export const isEvent = (name: unknown): name is EventName =>
  typeof name === 'string' && Object.hasOwn(events, name);
