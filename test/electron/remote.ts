import vm from 'node:vm';

/** From the test: run this function in main. */
export interface ToMain {
  readonly id: number;
  readonly source: string;
  readonly argument: unknown;
}

/** To the test. */
export type FromMain =
  | { readonly type: 'started'; readonly browserPid: number; readonly endpoint?: string }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'threw'; readonly id: number; readonly message: string };

export const tellTest = (message: FromMain): void => void process.send?.(message);

/** Runs functions that a test sends, as Playwright's `electronApp.evaluate` does. */
export function listenForTests(electron: () => Promise<unknown>): void {
  const run = async ({ id, source, argument }: ToMain): Promise<void> => {
    try {
      const body = vm.runInThisContext(`(${source})`) as (
        electron: unknown,
        argument: unknown,
      ) => unknown;
      tellTest({ type: 'result', id, value: await body(await electron(), argument) });
    } catch (cause) {
      tellTest({
        type: 'threw',
        id,
        message: cause instanceof Error ? cause.message : String(cause),
      });
    }
  };
  process.on('message', (message: ToMain) => void run(message));
  // The channel alone keeps no app running, and a test that is gone takes the app with it.
  process.channel?.unref();
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}
