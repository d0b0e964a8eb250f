import type { ChildStatus } from '../../shared/contract/app.ts';

/** The children with one of them changed. */
export const withChild = (
  children: readonly ChildStatus[],
  status: ChildStatus,
): readonly ChildStatus[] => [...children.filter(({ child }) => child !== status.child), status];

const names = { sandbox: 'The sandbox', backend: 'The backend' } as const;

export interface HostTrouble {
  readonly child: ChildStatus['child'];
  readonly sentence: string;
  /** False while the host is restarting it by itself. */
  readonly canRestart: boolean;
}

/** What the banner at the top says; undefined while all is well. The worst one wins. */
export function troubleOf(children: readonly ChildStatus[]): HostTrouble | undefined {
  const failed = children.find(({ state }) => state === 'failed');
  const restarting = children.find(({ state }) => state === 'restarting');
  const status = failed ?? restarting;
  if (status === undefined) return undefined;
  const name = names[status.child];
  const what =
    failed === undefined ? `${name} stopped and is being restarted.` : `${name} stopped.`;
  return {
    child: status.child,
    sentence: status.reason === undefined ? what : `${what} ${status.reason}`,
    canRestart: failed !== undefined,
  };
}
