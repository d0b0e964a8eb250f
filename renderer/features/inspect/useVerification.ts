import { useQuery } from '@tanstack/react-query';
import {
  maxVerifiedChars,
  type GivenKey,
  type VerifyInput,
} from '../../../shared/contract/token.ts';
import type { AppError } from '../../../shared/errors/appError.ts';
import { callHost } from '../../app/bridge.ts';
import { asAppError } from '../../app/errors.ts';
import { useServices } from '../../app/services.tsx';
import type { Asked } from './sentence.logic.ts';

/** What a token is verified with; the instance's keys and the SDK's defaults unless said otherwise. */
export interface VerifyWith {
  readonly key: GivenKey | null;
  readonly options: NonNullable<VerifyInput['options']>;
}

export const sdkDefaults: VerifyWith = { key: null, options: {} };

export interface VerificationState {
  readonly asked: Asked;
  readonly error: AppError | null;
  readonly again: () => void;
}

/**
 * Has the host verify a token, null being none, and again whenever `moment` changes, for example when the token
 * has just expired. The last answer stays on screen until the next is there, unless it is of another token or key.
 */
export function useVerification(
  raw: string | null,
  { key, options }: VerifyWith,
  moment: number,
): VerificationState {
  const { bridge } = useServices();
  const isTooLarge = raw !== null && raw.length > maxVerifiedChars;
  const subject = isTooLarge ? null : { raw, key, options };
  const query = useQuery({
    queryKey: ['token.verify', subject, moment],
    queryFn: () => {
      const input: VerifyInput = { token: raw ?? '', options, ...(key === null ? {} : { key }) };
      return callHost(bridge, 'token.verify', input);
    },
    enabled: raw !== null && !isTooLarge,
    placeholderData: (answer, before) => {
      const was = before?.queryKey[1] as typeof subject | undefined;
      const isSame = was?.raw === raw && was.key === key && was.options === options;
      return isSame ? answer : undefined;
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Tokens are not kept a moment longer than they are on screen.
    gcTime: 0,
  });
  return {
    asked: isTooLarge ? { kind: 'too-large' } : askedOf(query),
    error: query.isError ? asAppError(query.error) : null,
    again: () => void query.refetch(),
  };
}

function askedOf(query: {
  readonly data: Extract<Asked, { kind: 'answered' }>['answer'] | undefined;
  readonly isError: boolean;
}): Asked {
  if (query.isError) return { kind: 'failed' };
  return query.data === undefined ? { kind: 'asking' } : { kind: 'answered', answer: query.data };
}
