/** Switches that would hand the page, its token included, to any program on this machine. */
const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'];

/** The remote-debugging switch a packaged build was started with; undefined when there is none. */
export const debuggingSwitch = (
  commandLine: { hasSwitch(name: string): boolean },
  packaged: boolean,
): string | undefined =>
  packaged ? debugging.find((name) => commandLine.hasSwitch(name)) : undefined;
