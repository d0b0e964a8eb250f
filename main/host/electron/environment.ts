import { secretVariables } from '../../services/instance.ts';

/**
 * The environment this process was started with, for the services. Secrets are taken out of the live one:
 * Chromium hands it to every process of its own.
 */
export function takeEnvironment(live: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = { ...live };
  for (const name of secretVariables) delete live[name];
  return given;
}
