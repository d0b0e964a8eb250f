import { specifyMainJob } from './mainJob.ts';
import { webHost } from './webHost.ts';

specifyMainJob(webHost);
