import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forkNode } from '../../../main/children/forkNode.ts';

// A parent that starts a child, says which, and waits to be killed.
const link = forkNode(join(import.meta.dirname, 'fakeSandbox.ts'), {
  env: process.env,
  onOutput: () => undefined,
});
link.onMessage(() => process.send?.(link.pid));
link.send({ type: 'start', config: { dataDir: tmpdir(), port: 0 } });
