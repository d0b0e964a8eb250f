import type { Children } from './children.ts';
import type { InstanceChoice } from './instance.ts';
import type { HostSummary } from './ports.ts';

/** Waits until every child has answered once, and says in one line what runs. */
export async function hostSummary(
  choice: InstanceChoice,
  children: Children,
  notes: readonly string[],
): Promise<HostSummary> {
  const { sandbox, backend } = children;
  await Promise.all([sandbox?.settled(), backend?.settled()]);
  const parts = [
    choice.kind === 'sandbox'
      ? running('sandbox', sandbox?.detail()?.port)
      : `${choice.kind} instance ${choice.id}`,
    backend === null
      ? 'no backend (CLERK_SECRET_KEY is not set)'
      : running('backend', backend.detail()?.port),
  ];
  const failed = children
    .statuses()
    .filter(({ state }) => state === 'failed')
    .map(({ child, reason }) => `The ${child} did not start. ${reason ?? ''}`.trim());
  return { line: parts.join(', '), notes: [...notes, ...children.notes(), ...failed] };
}

const running = (name: string, port: number | undefined): string =>
  port === undefined ? `${name} not running` : `${name} on 127.0.0.1:${port}`;
