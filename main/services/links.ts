import { AppException, appError } from '../../shared/errors/appError.ts';

/** A link a page may have opened: https, no credentials. Throws `boundary.bad_input` otherwise. */
export function checkedLink(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new AppException(
      appError('boundary.bad_input', 'Only https links are opened in the browser.', {
        details: { path: 'url' },
      }),
    );
  }
  return url.href;
}
