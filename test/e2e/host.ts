import type { Page } from 'playwright-core';

export interface LaunchOptions {
  /** The data folder; a second launch on the same one is a restart. */
  readonly home: string;
  /** Beside the little every launch gets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The console, running, with its window open. */
export interface RunningApp {
  readonly page: Page;
  /** Process id of the host: everything the console runs is below it. */
  readonly pid: number;
  /** What host and children have printed so far. */
  output(): string;
  /** Ends host and children as a person would, and waits until they are gone. */
  close(): Promise<void>;
}

/** One of the ways to run the console. The specification runs the same on each. */
export interface HostUnderTest {
  readonly name: string;
  launch(options: LaunchOptions): Promise<RunningApp>;
}

/** The one thing every host is given: no key of the person who runs the tests ever gets in. */
export const smallEnvironment = (home: string): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  TMPDIR: process.env['TMPDIR'] ?? '/tmp',
  CLAIMDECK_HOME: home,
  CI: 'true',
});
