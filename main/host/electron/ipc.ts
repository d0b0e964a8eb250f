import type { IpcMain } from 'electron';
import type { Envelope } from '../../../shared/contract/table.ts';
import { appError } from '../../../shared/errors/appError.ts';
import { isOwnSender } from './sender.ts';

type Call = (method: string, input: unknown) => Promise<Envelope<unknown>>;

/**
 * The one channel a page can call. The sender is checked here; method and input by the dispatcher behind
 * `call`, which both hosts share.
 */
export function registerCalls(ipcMain: Pick<IpcMain, 'handle'>, call: Call): void {
  ipcMain.handle('app:call', async (sent, ...args: unknown[]): Promise<Envelope<unknown>> => {
    if (!isOwnSender(sent)) {
      return {
        ok: false,
        error: appError(
          'boundary.foreign_sender',
          'A page that is not Claimdeck asked for something.',
        ),
      };
    }
    const [method, input] = args;
    if (args.length > 2 || typeof method !== 'string') {
      return {
        ok: false,
        error: appError('boundary.bad_input', 'A call is a method name and one input.'),
      };
    }
    return call(method, input);
  });
}
