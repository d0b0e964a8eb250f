/** What Clerk remembers of a session's last request; every part may be missing, or null on the wire. */
export interface Activity {
  readonly browserName?: string | null;
  readonly browserVersion?: string | null;
  readonly deviceType?: string | null;
  readonly ipAddress?: string | null;
  readonly city?: string | null;
  readonly country?: string | null;
}

/** *Chrome 153 on Linux · Berlin, DE*, or what of it is known. */
export function deviceOf(activity: Activity | null | undefined): string {
  const { browserName, browserVersion, deviceType, ipAddress, city, country } = activity ?? {};
  const browser = [browserName, browserVersion?.split('.')[0]].filter(isText).join(' ');
  const device = isText(deviceType) ? deviceType : '';
  const what = [browser, device].filter(isText).join(' on ');
  const place = [city, country].filter(isText).join(', ');
  const where = isText(place) ? place : ipAddress;
  return [isText(what) ? what : 'Unknown device', where].filter(isText).join(' · ');
}

const isText = (text: string | null | undefined): text is string =>
  typeof text === 'string' && text.trim() !== '';

interface OwnSession {
  readonly id: string;
  readonly status: string;
  readonly lastActiveAt: Date;
}

/** Living sessions: this window's first, then the most recently active. */
export const inOrder = <S extends OwnSession>(
  sessions: readonly S[],
  currentId: string | null,
): readonly S[] =>
  sessions
    .filter(({ status }) => status === 'active' || status === 'pending')
    .sort(
      (a, b) =>
        Number(b.id === currentId) - Number(a.id === currentId) ||
        b.lastActiveAt.getTime() - a.lastActiveAt.getTime(),
    );
