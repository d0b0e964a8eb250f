import { asAppError } from '../../../../renderer/app/errors.ts';
import { ScanDesk } from '../../../../renderer/features/templates/scan/desk.logic.ts';
import type { ScanSubject } from '../../../../renderer/features/templates/scan/evaluation.logic.ts';
import {
  createScanRun,
  type Evaluator,
  type ScanPorts,
  type ScanRun,
  type ScanState,
} from '../../../../renderer/features/templates/scan/scanRun.ts';
import type { ScanUser, UserPage } from '../../../../shared/contract/http.ts';

export const userOf = (at: number, notes = 0, organizations = 1): ScanUser => ({
  user: { id: `user_${at}`, first_name: `U${at}`, public_metadata: { notes: 'x'.repeat(notes) } },
  memberships: Array.from({ length: organizations }, (_, org) => ({
    role: 'org:member',
    organization: { id: `org_${org}`, name: `Org ${org}` },
  })),
});

export const subject: ScanSubject = {
  name: 'draft',
  kind: 'session-claims',
  claims: {
    notes: '{{user.public_metadata.notes}}',
    org: '{{org.name}}',
    app: { dept: '{{user.public_metadata.dept}}' },
  },
  walls: [
    { name: 'Budget', bytes: 100, rule: '' },
    { name: 'Cookie', bytes: 300, rule: '' },
  ],
};

export const bytesOf = (page: UserPage): ArrayBuffer =>
  new TextEncoder().encode(JSON.stringify(page)).buffer;

/** The worker's part, in this process; `hold` keeps each answer back until it resolves. */
export function localEvaluator(hold: () => Promise<void> = () => Promise.resolve()): Evaluator {
  const desk = new ScanDesk();
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: (question) => {
      const answer = last.then(hold).then(() => structuredClone(desk.answer(question)));
      last = answer;
      return answer;
    },
    dispose: () => undefined,
  };
}

/** A run on pages that `fetchPage` gives, whose waits take no time and are written down. */
export function runOn(
  fetchPage: ScanPorts['fetchPage'],
  ports: Partial<ScanPorts> = {},
): { readonly run: ScanRun; readonly slept: number[] } {
  const slept: number[] = [];
  const run = createScanRun({
    fetchPage,
    evaluator: localEvaluator(),
    toError: asAppError,
    now: () => Date.now(),
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
    ...ports,
  });
  return { run, slept };
}

export const until = (
  run: ScanRun,
  holds: ScanState['phase'] | ((state: ScanState) => boolean),
): Promise<ScanState> =>
  new Promise((done) => {
    const look = (): void => {
      const state = run.getState();
      const isThere = typeof holds === 'function' ? holds(state) : state.phase === holds;
      if (!isThere) return;
      stop();
      done(state);
    };
    const stop = run.subscribe(look);
    look();
  });
