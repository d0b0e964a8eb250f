import { z } from 'zod';
import { Problem } from '../../../shared/contract/http.ts';

const problem = {
  description: 'A problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: Problem } },
};

/** Answers of a route: its own, and the problem documents every route may give. */
export const answers = <T extends Record<number, unknown>>(own: T) => ({
  ...own,
  '4xx': problem,
  '5xx': problem,
});

/** An answer without a body. */
export const NoBody = z.undefined().describe('No body');
