import { join } from 'node:path';
import { app, BrowserWindow, dialog, safeStorage, shell, utilityProcess } from 'electron';
import { childEnvironment } from '../../children/environment.ts';
import type { LogFile } from '../../services/logFile.ts';
import type { HostPorts } from '../../services/ports.ts';
import { writeChosen } from '../../services/writeChosen.ts';
import { forkUtility } from './children.ts';
import { createSaveDialog } from './saveDialog.ts';
import { createSecrets } from './secrets.ts';

/** What Electron gives the services. Made after `ready`: the keyring is not known before. */
export function desktopPorts(
  given: Pick<HostPorts, 'dataDir' | 'log' | 'emit'> & {
    readonly outDir: string;
    readonly logFile: LogFile;
  },
): HostPorts {
  const { dataDir, log, emit, outDir, logFile } = given;
  return {
    host: 'electron',
    version: app.getVersion(),
    dataDir,
    log,
    emit,
    forkChild: (entry) =>
      forkUtility(entry, {
        fork: (...forked) => utilityProcess.fork(...forked),
        file: join(outDir, 'main', `${entry}.js`),
        env: childEnvironment(process.env),
        onOutput: (chunk) => logFile.write(chunk),
        signal: (pid, signal) => void process.kill(pid, signal),
      }),
    openLink: (url) => shell.openExternal(url),
    saveFile: createSaveDialog({
      ask: (options) => {
        const [window] = BrowserWindow.getAllWindows();
        // A sheet of the window, which then waits for the answer.
        return window === undefined
          ? Promise.resolve({ canceled: true, filePath: '' })
          : dialog.showSaveDialog(window, options);
      },
      firstFolder: () => app.getPath('downloads'),
      write: writeChosen,
    }),
    secrets: createSecrets(safeStorage, process.platform),
  };
}
