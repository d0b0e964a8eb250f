import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OtherReport, Report } from './report.logic.ts';

/** Something that was looked at. Kept in this window's memory, and nowhere else. */
export interface Inspection {
  readonly id: number;
  readonly report: Exclude<Report, { kind: 'secret' | 'unknown' }>;
  readonly readAtMs: number;
}

/** What is on screen: one of the inspections, or an answer that is not kept. */
export type Shown =
  | { readonly kind: 'none' }
  | { readonly kind: 'inspection'; readonly id: number }
  | {
      readonly kind: 'answer';
      readonly report: Extract<OtherReport, { kind: 'secret' | 'unknown' }>;
    };

interface InspectState {
  /** Newest first. */
  readonly history: readonly Inspection[];
  readonly shown: Shown;
}

export interface InspectStore extends StoreApi<InspectState> {
  /**
   * Shows what was read. Secrets and what nobody knows are answered and not kept. `replaces` is the inspection of
   * a text that was edited since. The id is null for what is not kept.
   */
  readonly add: (report: Report, readAtMs: number, replaces?: number) => number | null;
  readonly show: (id: number) => void;
  readonly clear: () => void;
  readonly forget: (id: number) => void;
  readonly forgetAll: () => void;
}

const mostKept = 20;
const mostChars = 24 * 1024 * 1024;

export const charsOf = (report: Inspection['report']): number =>
  report.kind === 'token' ? report.decoded.raw.length : 0;

export function createInspectStore(): InspectStore {
  const store = createStore<InspectState>(() => ({ history: [], shown: { kind: 'none' } }));
  let added = 0;
  return {
    ...store,
    add: (report, readAtMs, replaces) => {
      if (report.kind === 'secret' || report.kind === 'unknown') {
        store.setState({ shown: { kind: 'answer', report } });
        return null;
      }
      added += 1;
      const inspection: Inspection = { id: added, report, readAtMs };
      store.setState(({ history }) => ({
        history: bounded([
          inspection,
          ...history.filter((known) => known.id !== replaces && !isSame(known.report, report)),
        ]),
        shown: { kind: 'inspection', id: inspection.id },
      }));
      return inspection.id;
    },
    show: (id) => store.setState({ shown: { kind: 'inspection', id } }),
    clear: () => store.setState({ shown: { kind: 'none' } }),
    forget: (id) =>
      store.setState(({ history, shown }) => ({
        history: history.filter((known) => known.id !== id),
        shown: shown.kind === 'inspection' && shown.id === id ? { kind: 'none' } : shown,
      })),
    forgetAll: () => store.setState({ history: [], shown: { kind: 'none' } }),
  };
}

const isSame = (a: Inspection['report'], b: Inspection['report']): boolean =>
  a.kind === 'token' && b.kind === 'token' && a.decoded.raw === b.decoded.raw;

/** The newest that fit; the one just added always does. */
function bounded(history: readonly Inspection[]): readonly Inspection[] {
  let chars = 0;
  return history.slice(0, mostKept).filter(({ report }, at) => {
    chars += charsOf(report);
    return at === 0 || chars <= mostChars;
  });
}

let current: { readonly personId: string; readonly store: InspectStore } | undefined;

/** The store of who is signed in. Whoever signs in next starts with an empty one; the old one is let go. */
export function inspectionsOf(personId: string): InspectStore {
  if (current?.personId !== personId) current = { personId, store: createInspectStore() };
  return current.store;
}
