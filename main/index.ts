import { resolve } from 'node:path';
import { startDesktop } from './host/electron/run.ts';

startDesktop(resolve(import.meta.dirname, '..'));
