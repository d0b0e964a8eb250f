import type { Browser } from './browser.ts';
import { optionsVariable, type StandInOptions } from './standInOptions.ts';

function takeOptions(): StandInOptions {
  const text = process.env[optionsVariable];
  if (text === undefined)
    throw new Error(`${optionsVariable} is not set: start it with launch.ts.`);
  delete process.env[optionsVariable];
  return JSON.parse(text) as StandInOptions;
}

export const options = takeOptions();

const { promise, resolve } = Promise.withResolvers<Browser>();
/** Settles once Chromium runs. Windows may be made before. */
export const browser: Promise<Browser> = promise;
export const browserStarted: (started: Browser) => void = resolve;
