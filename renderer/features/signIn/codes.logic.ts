import type { SandboxCode } from '../../../shared/contract/app.ts';

/** One entry per sent code, newest first: the event and the list may both bring the same one. */
export function newestFirst(codes: readonly SandboxCode[]): SandboxCode[] {
  const seen = new Map(
    codes.map((code) => [`${code.identifier} ${code.code} ${code.sentAtMs}`, code]),
  );
  return [...seen.values()].sort((a, b) => b.sentAtMs - a.sentAtMs);
}
