import { useEffect, useState } from 'react';
import type { Bootstrap } from '../../../shared/contract/app.ts';
import type { CookieInstance } from '../../../shared/domain/token/cookies.ts';
import { encodeBase64url } from '../../../shared/kernel/base64url.ts';

/** First eight characters of base64url(SHA-1(key)) (clerk/javascript packages/shared/src/keys.ts). */
async function cookieSuffix(publishableKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(publishableKey));
  return encodeBase64url(new Uint8Array(digest)).slice(0, 8);
}

/** The connected instance, as its server would tell its cookies from those of others. */
export function useCookieInstance({ publishableKey, instance }: Bootstrap): CookieInstance | null {
  const [suffix, setSuffix] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const make = async (): Promise<void> => {
      try {
        const made = await cookieSuffix(publishableKey);
        if (isCurrent) setSuffix(made);
      } catch {
        // Without it a cookie is still chosen, only said to be the likely one.
      }
    };
    void make();
    return () => {
      isCurrent = false;
    };
  }, [publishableKey]);
  return suffix === null
    ? null
    : {
        cookieSuffix: suffix,
        frontendApi: instance.id,
        kind: instance.kind === 'production' ? 'production' : 'development',
      };
}
