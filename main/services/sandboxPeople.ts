import { z } from 'zod';
import type { DemoPerson, SandboxCode } from '../../shared/contract/app.ts';
import type { SandboxReady } from '../../shared/contract/children.ts';
import { AppException, appError } from '../../shared/errors/appError.ts';

const codeLifetimeMs = 10 * 60_000;
const codesKept = 50;
const SignInToken = z.object({ token: z.string().min(1) });

export interface SandboxPeoplePorts {
  readonly fetch: (input: string, init?: RequestInit) => Promise<Response>;
  /** What the running sandbox said; undefined while it does not run, null where there is none. */
  readonly sandbox: () => SandboxReady | null | undefined;
  readonly nowMs?: () => number;
}

export interface SandboxPeople {
  people(): DemoPerson[];
  /** A ticket for a demo person, good once. */
  ticket(userId: string): Promise<string>;
  codes(): SandboxCode[];
  addCode(code: SandboxCode): void;
}

/** The demo people of the sandbox, as the console shows them: names, tickets, the codes they were "sent". */
export function createSandboxPeople({
  fetch,
  sandbox,
  nowMs = Date.now,
}: SandboxPeoplePorts): SandboxPeople {
  let kept: SandboxCode[] = [];

  const running = (): SandboxReady => {
    const ready = sandbox();
    if (ready === null) {
      throw new AppException(
        appError('sandbox.only', 'This is a real instance: demo people belong to the sandbox.'),
      );
    }
    if (ready === undefined) throw silent();
    return ready;
  };

  return {
    people: () => running().people,
    async ticket(userId) {
      const { port, secretKey, people } = running();
      if (!people.some((person) => person.userId === userId)) {
        throw new AppException(appError('resource.not_found', 'There is no such demo person.'));
      }
      let answer: Response;
      try {
        answer = await fetch(`http://127.0.0.1:${port}/v1/sign_in_tokens`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ user_id: userId, expires_in_seconds: 120 }),
          signal: AbortSignal.timeout(10_000),
        });
      } catch (cause) {
        throw silent(cause);
      }
      const token = SignInToken.safeParse(await answer.json().catch(() => undefined));
      if (answer.ok && token.success) return token.data.token;
      throw new AppException(
        appError('clerk.refused', 'The sandbox made no sign-in ticket.', {
          remedy: 'Restart the sandbox, or start with --reset.',
          details: { status: answer.status },
        }),
      );
    },
    codes() {
      running();
      const oldest = nowMs() - codeLifetimeMs;
      kept = kept.filter(({ sentAtMs }) => sentAtMs >= oldest);
      return kept.toReversed();
    },
    addCode(code) {
      kept = [...kept, code].slice(-codesKept);
    },
  };
}

const silent = (cause?: unknown): AppException =>
  new AppException(appError('sandbox.unreachable', 'The sandbox does not answer.'), { cause });
