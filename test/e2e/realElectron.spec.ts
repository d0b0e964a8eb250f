import { launchReal, realElectron } from '../electron/real.ts';
import { specifyMainJob } from './mainJob.ts';

const binary = realElectron();
if (binary === undefined) {
  throw new Error('The Electron runtime is not here. `npx install-electron` fetches it.');
}

specifyMainJob({
  name: 'Electron',
  launch: ({ home, env = {}, args = [] }) =>
    launchReal(binary, {
      home,
      env: { CLAIMDECK_HOME: home, ...env },
      args: ['--sandbox-port=0', '--backend-port=0', ...args],
    }),
});
