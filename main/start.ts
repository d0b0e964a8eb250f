import { start } from './start/main.ts';

const code = await start(process.argv.slice(2));
if (code !== undefined) process.exit(code);
