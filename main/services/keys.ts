/**
 * What Clerk's keys say of themselves (clerk/javascript packages/shared/src/keys.ts): a publishable key is
 * `pk_test_` or `pk_live_` and the base64 of `<frontend api host>$`.
 */
export function clerkHost(publishableKey: string): string | undefined {
  const encoded = /^pk_(?:test|live)_([A-Za-z0-9+/=_-]+)$/.exec(publishableKey)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  // The host becomes part of a URL and of a folder's name, so nothing else may get through.
  return /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)(?::\d{1,5})?\$$/i.test(
    text,
  )
    ? text.slice(0, -1).toLowerCase()
    : undefined;
}

/** The instance type a secret key belongs to; undefined when it is no secret key. */
export function keyMode(secretKey: string): 'test' | 'live' | undefined {
  const mode = /^sk_(test|live)_[A-Za-z0-9_-]{8,}$/.exec(secretKey)?.[1];
  return mode === 'test' || mode === 'live' ? mode : undefined;
}
