import type { ClaimCost, TokenSize } from '../../../shared/domain/token/size.ts';
import { formatCount } from '../format.logic.ts';
import type { MeterPart } from '../meter.logic.ts';

/** *1,312 bytes of custom claims: 112 over the 1.2 KB budget. The cookie still fits (2,843 of 4,096).* */
export function sizeSentence({ customClaimsBytes, budget, cookie }: TokenSize): string {
  const custom = `${formatCount(customClaimsBytes)} bytes of custom claims`;
  const left = Math.abs(budget.leftBytes);
  const against =
    budget.state === 'over'
      ? `${formatCount(left)} over the 1.2 KB budget`
      : `${formatCount(left)} left of the 1.2 KB budget`;
  if (cookie === null) return `${custom}: ${against}.`;
  const { plain, suffixed } = cookie;
  const numbers = `${formatCount(suffixed.bytes)} of ${formatCount(suffixed.limitBytes)}`;
  if (plain.state === 'dropped' || suffixed.state === 'dropped') {
    return `${custom}: ${against}. As a cookie it would be dropped by the browser (${numbers}).`;
  }
  const fits = budget.state === 'over' ? 'still fits' : 'fits';
  return `${custom}: ${against}. The cookie ${fits} (${numbers}).`;
}

/** The token's segments in its colours, the payload in two tones; together they are its whole length. */
export function segmentParts(size: TokenSize, costs: readonly ClaimCost[]): readonly MeterPart[] {
  const custom = costs.filter(({ isDefault }) => !isDefault);
  // Rounding of base64url makes the costs of single claims add up to a few characters too many.
  const customChars = Math.min(
    size.payloadChars,
    custom.reduce((sum, { costChars }) => sum + costChars, 0),
  );
  return [
    { name: 'Header', sizeBytes: size.headerChars + 1, color: 'var(--cd-token-header)' },
    {
      name: 'Default claims',
      sizeBytes: size.payloadChars - customChars + 1,
      color: 'var(--cd-token-default)',
    },
    { name: 'Custom claims', sizeBytes: customChars, color: 'var(--cd-token-custom)' },
    { name: 'Signature', sizeBytes: size.signatureChars, color: 'var(--cd-token-signature)' },
  ];
}

/** The cookie: its name, then the token. The longer of the two names unless another size is given. */
export function cookieParts(
  size: TokenSize,
  costs: readonly ClaimCost[],
  cookieBytes = size.cookie?.suffixed.bytes ?? 0,
): readonly MeterPart[] {
  const { cookie } = size;
  if (cookie === null) return [];
  const name = cookieBytes - cookie.tokenBytes;
  const azp: MeterPart[] =
    cookie.addedForAzp > 0
      ? [{ name: 'azp', sizeBytes: cookie.addedForAzp, color: 'var(--cd-token-default)' }]
      : [];
  return [
    { name: 'Cookie name', sizeBytes: name, color: 'var(--cd-text-dim)' },
    ...segmentParts(size, costs),
    ...azp,
  ];
}

/** The `Cookie` header of a request: the token twice, and whatever else the site sets. */
export function headerParts(size: TokenSize, costs: readonly ClaimCost[]): readonly MeterPart[] {
  const { cookie } = size;
  if (cookie === null) return [];
  const { plain, suffixed, header } = cookie;
  const rest = header.bytes - plain.bytes - suffixed.bytes - header.otherBytes;
  const second = cookieParts(size, costs).map((part) => ({
    ...part,
    name: `${part.name}, suffixed cookie`,
  }));
  const parts: MeterPart[] = [
    ...cookieParts(size, costs, plain.bytes),
    ...second,
    { name: 'Separators', sizeBytes: rest, color: 'var(--cd-line-strong)' },
  ];
  if (header.otherBytes > 0) {
    parts.push({
      name: 'Other cookies',
      sizeBytes: header.otherBytes,
      color: 'var(--cd-text-dim)',
    });
  }
  return parts;
}

/** The dearest claims first; equals keep the order of the payload. */
export const dearestFirst = (costs: readonly ClaimCost[]): readonly ClaimCost[] =>
  costs.toSorted((a, b) => b.costChars - a.costChars);
