export interface MeterPart {
  readonly name: string;
  readonly sizeBytes: number;
  /** A CSS colour, as a rule one of the token's variables. */
  readonly color: string;
}

export interface MeterLayout {
  readonly totalBytes: number;
  /** Width of each part, in per cent of the track. */
  readonly widths: readonly number[];
  /** Where the limit stands on the track: at its end until it is passed. */
  readonly wallPercent: number;
  readonly state: 'fits' | 'near' | 'over';
}

/** Near begins at four fifths of a limit, as the budget's 960 of 1,200 does. */
const nearShare = 0.8;

/** The track is as long as the limit, or as long as the bar where that is longer. */
export function meterLayout(
  parts: readonly MeterPart[],
  limitBytes: number,
  nearBytes = limitBytes * nearShare,
): MeterLayout {
  const totalBytes = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const trackBytes = Math.max(limitBytes, totalBytes) || 1;
  return {
    totalBytes,
    widths: parts.map(({ sizeBytes }) => (sizeBytes / trackBytes) * 100),
    wallPercent: (limitBytes / trackBytes) * 100,
    state: totalBytes > limitBytes ? 'over' : totalBytes > nearBytes ? 'near' : 'fits',
  };
}
