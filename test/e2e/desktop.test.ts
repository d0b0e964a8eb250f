import { desktopHost } from './desktopHost.ts';
import { specifyMainJob } from './mainJob.ts';

specifyMainJob(desktopHost);
