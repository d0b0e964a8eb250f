import { ownPatterns, toApp } from './addresses.ts';
import { BrowserGone, type CdpSession, type Params } from './cdp.ts';
import { answer, type PausedRequest } from './protocol.ts';

export interface Navigation {
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly kind: 'navigate' | 'redirect';
}

interface Gate {
  /** Asks the app's listeners; false keeps the page where it is. */
  readonly allows: (navigation: Navigation) => boolean;
  /** Whether main itself just asked for this address, which is no navigation of the page. */
  readonly askedByMain: (url: string) => boolean;
  readonly mainFrameId: () => string | undefined;
}

/** Every document request passes here, and every request to a scheme of the app. */
export async function openGate(session: CdpSession, gate: Gate): Promise<void> {
  session.on('Fetch.requestPaused', (params: Params) => {
    const requestId = params['requestId'];
    settle(session, params, gate).catch((cause: unknown) => {
      // The page went away meanwhile, or the app's handler threw: Electron shows a failed request for both.
      if (cause instanceof BrowserGone) return;
      process.stderr.write(`stand-in: ${cause instanceof Error ? cause.message : String(cause)}\n`);
      session
        .send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
        .catch(() => undefined);
    });
  });
  await session.send('Fetch.enable', {
    patterns: [
      { urlPattern: '*', resourceType: 'Document' },
      ...ownPatterns().map((urlPattern) => ({ urlPattern })),
    ],
  });
}

async function settle(session: CdpSession, params: Params, gate: Gate): Promise<void> {
  const requestId = params['requestId'];
  const request = params['request'] as PausedRequest;
  if (params['resourceType'] === 'Document' && !mayNavigate(params, request.url, gate)) {
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    return;
  }
  const fulfilment = await answer(request);
  const gone = (cause: unknown): void => {
    if (!String(cause).includes('Invalid InterceptionId')) throw cause;
  };
  if (fulfilment === undefined) {
    await session.send('Fetch.continueRequest', { requestId }).catch(gone);
  } else {
    await session.send('Fetch.fulfillRequest', { requestId, ...fulfilment }).catch(gone);
  }
}

function mayNavigate(params: Params, address: string, gate: Gate): boolean {
  const url = toApp(address);
  const isMainFrame = params['frameId'] === gate.mainFrameId();
  if (params['redirectedRequestId'] !== undefined) {
    return gate.allows({ url, isMainFrame, kind: 'redirect' });
  }
  if (isMainFrame && gate.askedByMain(url)) return true;
  return gate.allows({ url, isMainFrame, kind: 'navigate' });
}
