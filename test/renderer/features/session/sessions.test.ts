import { describe, expect, it } from 'vitest';
import { deviceOf, inOrder } from '../../../../renderer/features/session/sessions.logic.ts';

describe('one’s own sessions', () => {
  it.each([
    [
      {
        browserName: 'Chrome',
        browserVersion: '153.0.1',
        deviceType: 'Linux',
        city: 'Berlin',
        country: 'DE',
      },
      'Chrome 153 on Linux · Berlin, DE',
    ],
    [{ deviceType: 'Windows', ipAddress: '127.0.0.1' }, 'Windows · 127.0.0.1'],
    [{ browserName: '', city: '' }, 'Unknown device'],
    [{ browserName: 'Firefox', city: null, country: null }, 'Firefox'],
    [null, 'Unknown device'],
  ])('%#', (activity, text) => expect(deviceOf(activity)).toBe(text));

  it('stand with this window first, ended ones left out', () => {
    const session = (id: string, status: string, minute: number) => ({
      id,
      status,
      lastActiveAt: new Date(minute * 60_000),
    });
    const all = [
      session('old', 'active', 1),
      session('gone', 'revoked', 9),
      session('here', 'active', 2),
      session('new', 'pending', 3),
    ];
    expect(inOrder(all, 'here').map(({ id }) => id)).toEqual(['here', 'new', 'old']);
  });
});
