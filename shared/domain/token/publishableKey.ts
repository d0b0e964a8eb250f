import { decodeBase64url } from '../../kernel/base64url.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

export interface PublishableKey {
  readonly kind: 'development' | 'production';
  /** Host of the instance's Frontend API. */
  readonly frontendApi: string;
  /** What `iss` of the instance's tokens is expected to be. */
  readonly issuer: string;
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const prefix = /^pk_(test|live)_([A-Za-z0-9+/_-]+)(={0,2})$/;

/**
 * Decodes `pk_test_` or `pk_live_` + base64 of `<frontend api host>$`, by the rules of clerk/javascript
 * packages/shared/src/keys.ts: one `$`, at the end, and a dot before it. The error is one sentence.
 */
export function decodePublishableKey(text: string): Result<PublishableKey, string> {
  const match = prefix.exec(text.trim());
  if (match?.[2] === undefined)
    return err('A publishable key starts with pk_test_ or pk_live_ and goes on in base64.');
  const decoded = decodeBase64url(match[2].replaceAll('+', '-').replaceAll('/', '_'));
  if (!decoded.ok) return err('This publishable key is cut off or mistyped.');
  let host: string;
  try {
    host = decoder.decode(decoded.value);
  } catch {
    return err('This publishable key does not decode to a host name.');
  }
  if (!/^[^$]*\.[^$]*\$$/.test(host))
    return err('This publishable key does not decode to a host name.');
  const frontendApi = host.slice(0, -1);
  return ok({
    kind: match[1] === 'live' ? 'production' : 'development',
    frontendApi,
    issuer: `https://${frontendApi}`,
  });
}
