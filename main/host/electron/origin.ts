import { isOwnUrl } from './scheme.ts';

type Answer = (request: Request) => Promise<Response>;

/**
 * The one-origin function behind `protocol.handle`. It looks at paths only, so every other host of the scheme
 * (`app://anything/`) is refused here: it would be another origin showing the same page.
 */
export const answerOwn =
  (handle: Answer): Answer =>
  async (request) =>
    isOwnUrl(request.url)
      ? handle(request)
      : new Response('Not found', {
          status: 404,
          headers: {
            'content-type': 'text/plain',
            'content-security-policy': "default-src 'none'",
          },
        });
