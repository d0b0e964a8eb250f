// Loaded into a forked Node process before its program: gives it the `process.parentPort` of a utility process in
// place of Node's own channel. What arrives before anybody listens is held.
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
const early: unknown[] = [];
const send = process.send?.bind(process) as ((message: unknown) => boolean) | undefined;

process.on('message', (data) => {
  if (port.listenerCount('message') === 0) early.push(data);
  else port.emit('message', { data, ports: [] });
});
port.on('newListener', (event) => {
  if (event !== 'message') return;
  queueMicrotask(() => {
    for (const data of early.splice(0)) port.emit('message', { data, ports: [] });
  });
});
process.on('disconnect', () => process.exit(0));

Object.assign(process, {
  type: 'utility',
  send: undefined,
  parentPort: Object.assign(port, {
    postMessage: (message: unknown) => void send?.(message),
  }),
});
