import { secretVariables } from '../services/instance.ts';

/** The environment for a program that needs no key: all but Clerk's secrets. */
export function plainEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !secretVariables.includes(name)),
  );
}
