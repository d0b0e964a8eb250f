/**
 * What protection costs, and what durability costs. Run: npm run bench -- backend. `BENCH_FULL=1` adds 50,000 live
 * tokens (minutes of signing).
 */
import { durability } from './backend/durability.ts';
import { createGoals } from './backend/goals.ts';
import { protection } from './backend/protection.ts';

const goals = createGoals();
await durability(goals);
await protection(goals);
process.exitCode = goals.failed ? 1 : 0;
