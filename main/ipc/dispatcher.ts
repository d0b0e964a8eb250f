import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  isMethod,
  methods,
  type Envelope,
  type MethodName,
  type MethodOutput,
} from '../../shared/contract/table.ts';
import { AppException, appError, type AppError } from '../../shared/errors/appError.ts';
import type { Log } from '../services/ports.ts';

/** One handler per method of the contract; a missing or a wrongly typed one does not compile. */
export type Handlers = {
  readonly [M in MethodName]: (
    input: z.output<(typeof methods)[M]['input']>,
  ) => MethodOutput<M> | Promise<MethodOutput<M>>;
};

export type Dispatcher = (method: string, input: unknown) => Promise<Envelope<unknown>>;

/**
 * The only way from a page into the host, for both hosts: method known, input parsed strictly, handler, output
 * parsed, envelope. Never rejects. A failure nobody planned becomes `internal.unexpected` with a trace id; its
 * cause goes to the log and stays there.
 */
export function createDispatcher(handlers: Handlers, log: Log): Dispatcher {
  const unexpected = (method: string, cause: unknown): Envelope<never> => {
    const traceId = randomUUID();
    log('error', 'a call failed unexpectedly', { method, traceId, cause: describe(cause) });
    return refuse(
      appError('internal.unexpected', 'Something unexpected happened in Claimdeck.', { traceId }),
    );
  };

  const run = async (method: MethodName, raw: unknown): Promise<Envelope<unknown>> => {
    const input = methods[method].input.safeParse(raw);
    if (!input.success) return refuse(badInput(method, input.error));
    let value: unknown;
    try {
      value = await handlers[method](input.data as never);
    } catch (cause) {
      if (cause instanceof AppException) return refuse(cause.error);
      return unexpected(method, cause);
    }
    const output = methods[method].output.safeParse(value);
    if (!output.success) return unexpected(method, output.error);
    return { ok: true, value: output.data };
  };

  return async (method, input) => {
    if (typeof method !== 'string' || !isMethod(method)) {
      return refuse(appError('boundary.unknown_method', 'This version knows no such call.'));
    }
    return run(method, input);
  };
}

const refuse = (error: AppError): { readonly ok: false; readonly error: AppError } => ({
  ok: false,
  error,
});

/** Names the place, never the value that was there. */
function badInput(method: string, error: z.ZodError): AppError {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined;
  return appError('boundary.bad_input', `The call ${method} came with input that does not fit.`, {
    details: {
      method,
      path: path === '' ? '(input)' : path,
      problem:
        unknownKeys === undefined ? (issue?.code ?? 'invalid') : `unknown key ${unknownKeys}`,
    },
  });
}

const describe = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
