import { createStore } from 'zustand/vanilla';
import type { AppError } from '../../shared/errors/appError.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly identifier: string;
  readonly imageUrl: string;
}

export interface Membership {
  readonly orgId: string;
  readonly name: string;
  readonly slug: string | null;
  readonly role: string;
  readonly imageUrl: string;
  /** As the Frontend API lists them, system permissions included. */
  readonly permissions?: readonly string[];
}

/** A session token this page has seen, newest first in the timeline. */
export interface SeenToken {
  readonly raw: string;
  readonly receivedAtMs: number;
  /** False when clerk-js armed no refresh for it, as the window had no focus: it stops refreshing then. */
  readonly refreshArmed: boolean;
}

export interface SessionState {
  /** `unreachable` = the Frontend API does not answer; what was on screen before stays known. */
  readonly phase: 'starting' | 'unreachable' | 'signed-out' | 'signed-in';
  readonly error: AppError | null;
  readonly person: Person | null;
  readonly sessionId: string | null;
  readonly organization: Membership | null;
  readonly memberships: readonly Membership[];
  /** The current session token, and those before it in this session. */
  readonly tokens: readonly SeenToken[];
  /** Set when a session ended without this page asking for it. */
  readonly endedUnasked: boolean;
}

export const emptySession: SessionState = {
  phase: 'starting',
  error: null,
  person: null,
  sessionId: null,
  organization: null,
  memberships: [],
  tokens: [],
  endedUnasked: false,
};

export type SessionStore = ReturnType<typeof createSessionStore>;
export const createSessionStore = () => createStore<SessionState>(() => emptySession);

const tokensKept = 30;

/** The timeline with one more token in front; the same token twice is one entry. */
export function withToken(tokens: readonly SeenToken[], next: SeenToken): readonly SeenToken[] {
  const [newest] = tokens;
  if (newest?.raw === next.raw) return tokens;
  return [next, ...tokens].slice(0, tokensKept);
}
