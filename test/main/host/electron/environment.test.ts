import { expect, it } from 'vitest';
import { takeEnvironment } from '../../../../main/host/electron/environment.ts';

it('gives the services the key and leaves it in no environment that Chromium inherits', () => {
  const live: NodeJS.ProcessEnv = { PATH: '/bin', CLERK_SECRET_KEY: 'sk_test_obviously_fake' };
  expect(takeEnvironment(live)).toEqual({
    PATH: '/bin',
    CLERK_SECRET_KEY: 'sk_test_obviously_fake',
  });
  expect(live).toEqual({ PATH: '/bin' });
});
