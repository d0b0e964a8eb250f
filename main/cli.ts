import { ensureCliBuilt } from './cli/stale.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Claimdeck needs Node 22.18 or newer and this is ${process.versions.node}. Run it through npm: npm run -s cli -- …\n`,
  );
  process.exit(2);
}

const entry = await ensureCliBuilt();
if (entry === null) process.exitCode = 2;
else await import(entry);
