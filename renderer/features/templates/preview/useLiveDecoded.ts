import { useMemo } from 'react';
import { decodeToken, type DecodedToken } from '../../../../shared/domain/token/decode.ts';
import { useSession } from '../../../app/services.tsx';

/** The session token of this window, taken apart; null before the first one. */
export function useLiveDecoded(): DecodedToken | null {
  const raw = useSession((state) => state.tokens[0]?.raw ?? '');
  return useMemo(() => {
    const decoded = raw === '' ? null : decodeToken(raw);
    return decoded?.ok === true ? decoded.value : null;
  }, [raw]);
}
