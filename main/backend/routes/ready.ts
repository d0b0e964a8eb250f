import { z } from 'zod';
import { AppException, appError } from '../../../shared/errors/appError.ts';
import type { KeySet } from '../../clerk/keySet.ts';
import type { BackendApp } from '../server.ts';
import type { Store } from '../store/store.ts';
import { answers } from './responses.ts';

const Ready = z.object({ status: z.literal('ready') });

interface Readiness {
  readonly store: Store;
  readonly keys: KeySet;
  readonly isDraining: () => boolean;
}

/** For load balancers: 200 while requests can be served, 503 with what is missing, and from the moment it ends. */
export function readyRoute(app: BackendApp, { store, keys, isDraining }: Readiness): void {
  app.route({
    method: 'GET',
    url: '/ready',
    schema: { response: answers({ 200: Ready }) },
    handler: async () => {
      if (isDraining()) {
        throw new AppException(
          appError('boundary.draining', 'This backend is about to end.', {
            remedy: 'Ask another copy.',
          }),
        );
      }
      await Promise.all([store.ping(), keys.fresh()]);
      return { status: 'ready' as const };
    },
  });
}
