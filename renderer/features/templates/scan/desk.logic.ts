import type { ScanUser } from '../../../../shared/contract/http.ts';
import { isJsonObject } from '../../../../shared/domain/json.ts';
import { csvOf, jsonOf } from './exports.logic.ts';
import { Evaluation, type ScanSubject } from './evaluation.logic.ts';
import { summaryOf, type ScanSummary } from './summary.logic.ts';

/** What the page asks of the worker. Each question gets one answer, in order. */
export type DeskQuestion =
  /** Begins with a text; the pages that were read before are kept for it, or forgotten. */
  | { readonly type: 'begin'; readonly subject: ScanSubject; readonly keep: boolean }
  /** A page of users as the backend sent it. */
  | { readonly type: 'page'; readonly bytes: ArrayBuffer }
  /** Evaluates a page that was kept, by its number from 0. */
  | { readonly type: 'again'; readonly page: number }
  | { readonly type: 'export'; readonly format: 'csv' | 'json'; readonly complete: boolean };

/** What a page says of the rest of the list. */
export interface PageFacts {
  /** Users on the page, whether or not they were seen before. */
  readonly count: number;
  readonly nextCursor: string | null;
  readonly total: number;
  readonly complete: boolean;
  /** Set while the backend still reads who is where: the page holds nobody yet. */
  readonly preparing: { readonly read: number; readonly total: number } | null;
}

export type DeskAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly result: ScanSummary; readonly facts: PageFacts }
  | { readonly type: 'text'; readonly text: string }
  /** The page could not be read: nothing of it was counted. */
  | { readonly type: 'unreadable' };

interface ReadPage extends Omit<PageFacts, 'count'> {
  readonly users: readonly ScanUser[];
}

/**
 * The scan's part that computes: in a worker, and away from it in tests. Pages are kept as the bytes they came in, a
 * tenth of the memory their objects would take, so that another text is evaluated without asking anybody again.
 */
export class ScanDesk {
  #subject: ScanSubject | null = null;
  #evaluation: Evaluation | null = null;
  #pages: Uint8Array[] = [];

  answer(question: DeskQuestion): DeskAnswer {
    switch (question.type) {
      case 'begin': {
        if (!question.keep) this.#pages = [];
        this.#subject = question.subject;
        this.#evaluation = new Evaluation(question.subject);
        return { type: 'ready' };
      }
      case 'page': {
        const bytes = new Uint8Array(question.bytes);
        const page = readPage(bytes);
        if (page === null) return { type: 'unreadable' };
        const answer = this.#evaluate(page);
        if (page.users.length > 0) this.#pages.push(bytes);
        return answer;
      }
      case 'again': {
        const page = this.#kept(question.page);
        return page === null ? { type: 'unreadable' } : this.#evaluate(page);
      }
      case 'export':
        break;
    }
    return this.#export(question.format, question.complete);
  }

  #kept(number: number): ReadPage | null {
    const bytes = this.#pages[number];
    return bytes === undefined ? null : readPage(bytes);
  }

  #evaluate({ users, nextCursor, total, complete, preparing }: ReadPage): DeskAnswer {
    const evaluation = this.#evaluation;
    if (evaluation === null) return { type: 'unreadable' };
    for (const user of users) evaluation.add(user);
    const facts = { count: users.length, nextCursor, total, complete, preparing };
    return { type: 'result', result: summaryOf(evaluation.result()), facts };
  }

  #export(format: 'csv' | 'json', complete: boolean): DeskAnswer {
    const [subject, evaluation] = [this.#subject, this.#evaluation];
    if (subject === null || evaluation === null) return { type: 'unreadable' };
    const text =
      format === 'json'
        ? jsonOf(subject, evaluation.result(), complete)
        : csvOf(subject, this.#everybody());
    return { type: 'text', text };
  }

  *#everybody(): Generator<ScanUser> {
    for (let at = 0; at < this.#pages.length; at += 1) yield* this.#kept(at)?.users ?? [];
  }
}

const decoder = new TextDecoder();

/** The backend checked every member before it sent them; here only what is built upon. */
function readPage(bytes: Uint8Array): ReadPage | null {
  let page: unknown;
  try {
    page = JSON.parse(decoder.decode(bytes));
  } catch {
    return null;
  }
  if (!isJsonObject(page) || !Array.isArray(page['data'])) return null;
  const users = page['data'] as unknown as readonly ScanUser[];
  const isWhole = users.every(
    (entry) => isJsonObject(entry) && isJsonObject(entry.user) && Array.isArray(entry.memberships),
  );
  const { nextCursor, total, complete, preparing } = page;
  if (!isWhole || typeof total !== 'number') return null;
  return {
    users,
    nextCursor: typeof nextCursor === 'string' ? nextCursor : null,
    total,
    complete: complete !== false,
    preparing: isJsonObject(preparing)
      ? { read: Number(preparing['read']), total: Number(preparing['total']) }
      : null,
  };
}
