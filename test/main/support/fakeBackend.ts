import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runChild } from '../../../main/children/child.ts';
import { BackendConfig } from '../../../shared/contract/children.ts';
import { AppException, appError } from '../../../shared/errors/appError.ts';

// A child that keeps the backend's side of the protocol and tells what it was configured with.
runChild(BackendConfig, async (config) => {
  if (config.operators.includes('user_refuse')) {
    throw new AppException(appError('store.corrupt', 'The store cannot be read.'));
  }
  const server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', etag: '"7"', 'x-inner': 'no' });
    const { secretKey, ...told } = config;
    response.end(JSON.stringify({ ...told, hasKey: secretKey !== '', headers: request.headers }));
  });
  await new Promise<void>((resolve) => server.listen(config.port, '127.0.0.1', resolve));
  return {
    detail: { port: (server.address() as AddressInfo).port },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
});
