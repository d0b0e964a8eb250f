import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder of what is stored for one instance. A host may carry a port, which some systems refuse in a name. */
const instanceFolder = (dataDir: string, instanceId: string): string =>
  join(dataDir, 'instances', instanceId.replaceAll(':', '_'));

/** Creates the folder and answers the path of the backend's store in it. */
export async function backendStore(dataDir: string, instanceId: string): Promise<string> {
  const folder = instanceFolder(dataDir, instanceId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, 'backend.sqlite');
}

/** Forgets everything stored for an instance. */
export const forgetInstance = (dataDir: string, instanceId: string): Promise<void> =>
  rm(instanceFolder(dataDir, instanceId), { recursive: true, force: true });
