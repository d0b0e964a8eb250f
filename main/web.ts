import { join } from 'node:path';
import { serveConsole } from './host/web/main.ts';

await serveConsole({
  childFile: (entry) => join(import.meta.dirname, `${entry}.js`),
  rendererDir: join(import.meta.dirname, '../renderer'),
});
