import type { UtilityProcess, utilityProcess } from 'electron';
import type { ChildEntry, ChildLink } from '../../services/ports.ts';

export interface UtilityPorts {
  readonly fork: typeof utilityProcess.fork;
  /** Bundle of the child. */
  readonly file: string;
  /** All that its environment holds (`childEnvironment`). Never `process.env`, which may name secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** What it prints, for its log. */
  readonly onOutput: (chunk: Uint8Array) => void;
  /** `process.kill`. */
  readonly signal: (pid: number, signal: NodeJS.Signals) => void;
}

/** Forks a child as a utility process: Node inside Electron, which ends together with the app. */
export function forkUtility(entry: ChildEntry, ports: UtilityPorts): ChildLink {
  const child: UtilityProcess = ports.fork(ports.file, [], {
    env: { ...ports.env },
    serviceName: `Claimdeck ${entry}`,
    stdio: 'pipe',
  });
  child.stdout?.on('data', ports.onOutput);
  child.stderr?.on('data', ports.onOutput);
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
    kill: () => {
      // `UtilityProcess.kill` asks politely (SIGTERM); a child that hangs would not hear it.
      if (child.pid !== undefined) ports.signal(child.pid, 'SIGKILL');
      else child.kill();
    },
  };
}
