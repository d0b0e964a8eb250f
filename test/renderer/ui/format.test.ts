import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatExact,
  formatRelative,
  shortenId,
} from '../../../renderer/ui/format.logic.ts';
import { meterLayout } from '../../../renderer/ui/meter.logic.ts';

describe('sizes and ids', () => {
  it('carry thousands separators and a unit', () => expect(formatBytes(1312)).toBe('1,312 B'));

  it('shorten in the middle and leave short ids whole', () => {
    expect(shortenId('user_2abcdefghijklmnop9xyz')).toBe('user_2abcd…9xyz');
    expect(shortenId('org_short')).toBe('org_short');
  });
});

describe('times', () => {
  it.each([
    [0, '0 s'],
    [42, '42 s'],
    [89, '89 s'],
    [90, '2 minutes'],
    [3_700, '1 hour'],
    [-5, '0 s'],
  ])('%i seconds read as %s', (sec, text) => expect(formatDuration(sec)).toBe(text));

  it('are relative to a moment', () => {
    expect(formatRelative(42_000, 0)).toBe('in 42 s');
    expect(formatRelative(0, 240_000)).toBe('4 minutes ago');
    expect(formatRelative(1_000, 0)).toBe('now');
  });

  it('are exact in local time and in UTC', () => {
    const at = Date.UTC(2026, 10, 24, 16, 25, 1);
    expect(formatExact(at, 'Europe/Zurich')).toEqual({
      local: '24 Nov 2026, 17:25:01',
      utc: '2026-11-24 16:25:01 UTC',
    });
  });
});

describe('a meter', () => {
  const part = (sizeBytes: number) => ({ name: 'part', sizeBytes, color: 'red' });

  it.each([
    [960, 'fits'],
    [961, 'near'],
    [1200, 'near'],
    [1201, 'over'],
  ])('of %i bytes against 1,200 is %s', (sizeBytes, state) => {
    expect(meterLayout([part(sizeBytes)], 1200).state).toBe(state);
  });

  it('grows past its wall instead of clipping', () => {
    const layout = meterLayout([part(1200), part(300)], 1200);
    expect(layout).toMatchObject({ totalBytes: 1500, wallPercent: 80, widths: [80, 20] });
  });

  it('of nothing is empty', () => {
    expect(meterLayout([part(0)], 1200)).toMatchObject({ widths: [0], state: 'fits' });
  });
});
