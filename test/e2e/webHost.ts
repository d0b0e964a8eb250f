import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { launchBrowser } from '../support/browser.ts';
import { smallEnvironment, type HostUnderTest } from './host.ts';

const entry = resolve(import.meta.dirname, '../../out/main/web.js');
const anyPorts = ['--port', '0', '--sandbox-port', '0', '--backend-port', '0', '--no-open'];

/** The built web host in a process of its own, and a headless browser on the link it prints. */
export const webHost: HostUnderTest = {
  name: 'web host',
  launch: async ({ home, env = {}, args = [] }) => {
    const child = spawn(process.execPath, [entry, ...anyPorts, ...args], {
      env: { ...smallEnvironment(home), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const exited = new Promise<void>((done) => child.once('exit', () => done()));
    const url = await new Promise<string>((found, failed) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const [link] = /http:\/\/127\.0\.0\.1:\d+\/#launch=[\w-]+/.exec(output) ?? [];
        if (link !== undefined) found(link);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) =>
        failed(new Error(`the web host ended with ${String(code)} before it was up:\n${output}`)),
      );
    });
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(url);
    return {
      page,
      pid: child.pid ?? 0,
      output: () => output,
      close: async () => {
        await browser.close();
        child.kill('SIGTERM');
        await exited;
      },
    };
  },
};
