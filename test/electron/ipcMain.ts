import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { createCodec } from './codec.ts';
import { covered } from './covered.ts';

type Handler = (sent: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();
const codec = createCodec();

const part: Pick<IpcMain, 'handle' | 'removeHandler'> = {
  handle(channel, handler) {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, handler);
  },
  removeHandler: (channel) => void handlers.delete(channel),
};

export const ipcMain = covered<IpcMain>('ipcMain', part);

/** Runs the handler of `ipcRenderer.invoke`; a failure is text only, as in Electron. */
export async function answerInvoke(
  channel: string,
  sent: IpcMainInvokeEvent,
  args: string,
): Promise<{ ok: boolean; value: string }> {
  try {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const result: unknown = await handler(sent, ...(codec.decode(args) as unknown[]));
    return { ok: true, value: codec.encode(result) };
  } catch (cause) {
    const text = `Error invoking remote method '${channel}': ${String(cause)}`;
    return { ok: false, value: codec.encode(new Error(text)) };
  }
}
