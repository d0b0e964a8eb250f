import { resolve } from 'node:path';
import { serveConsole } from '../../../main/host/web/main.ts';

// The web host as a program, with children that keep only the protocol.
const children = { sandbox: 'fakeSandbox.ts', backend: 'fakeBackend.ts' };
await serveConsole({
  childFile: (entry) => resolve(import.meta.dirname, children[entry]),
  rendererDir: import.meta.dirname,
});
