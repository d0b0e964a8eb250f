import { contextBridge, ipcRenderer } from 'electron';
import { isEvent, isMethod, type Bridge, type EventPayload } from '../shared/contract/table.ts';

/** The two channels that exist. Main validates everything that arrives; nothing else of Electron is exposed. */
const bridge: Bridge = {
  call: (method, input) =>
    isMethod(method)
      ? ipcRenderer.invoke('app:call', method, input)
      : Promise.reject(new Error('unknown method')),
  on: (event, listener) => {
    if (!isEvent(event)) throw new Error('unknown event');
    const receive = (_: unknown, name: unknown, payload: unknown): void => {
      if (name === event) listener(payload as EventPayload<typeof event>);
    };
    ipcRenderer.on('app:event', receive);
    return () => ipcRenderer.off('app:event', receive);
  },
};

contextBridge.exposeInMainWorld('claimdeck', bridge);
