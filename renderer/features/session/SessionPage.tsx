import { Button } from '@mantine/core';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import { useMemo, useState } from 'react';
import type { AppError } from '../../../shared/errors/appError.ts';
import { asAppError } from '../../app/errors.ts';
import { useServices, useSession } from '../../app/services.tsx';
import { readSeenToken, useLiveToken, type LiveToken } from '../../app/useLiveToken.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { anatomyOf } from '../../ui/token/anatomy.logic.ts';
import { ClaimsPanel } from '../../ui/token/ClaimsPanel.tsx';
import { SizePanel } from '../../ui/token/SizePanel.tsx';
import { TokenPanel } from '../../ui/token/TokenPanel.tsx';
import { useNow } from '../../ui/useNow.ts';
import { ErrorView, LoadingSkeleton } from '../../ui/views.tsx';
import { FactsPanel } from './FactsPanel.tsx';
import { lifeSentence, staleNote, standingSentence } from './sentence.logic.ts';
import { SessionsPanel } from './SessionsPanel.tsx';
import { isTouched, timelineOf, type ClaimChange, type TimelineToken } from './timeline.logic.ts';
import { TimelinePanel } from './TimelinePanel.tsx';
import classes from './session.module.css';

/** The live token: who it says you are, what it costs, how it changed, and where else you are signed in. */
export function SessionPage() {
  const token = useLiveToken();
  const entries = useTimeline();
  // What came before this page was opened is no news: only a token that arrives while it is open flashes.
  const [opening] = useState(token?.seen.raw);
  const news = entries[0] !== undefined && entries[0].raw !== opening ? entries[0].changes : none;
  const anatomy = useMemo(() => (token === null ? null : anatomyOf(token)), [token]);
  return (
    <>
      <Answer token={token} />
      {anatomy === null ? (
        <LoadingSkeleton lines={10} label="Waiting for the token" />
      ) : (
        <div className={classes['page']}>
          <div className={classes['column']}>
            <ClaimsPanel token={anatomy} touched={(path) => isTouched(path, news)} />
            <FactsPanel token={anatomy} />
            <SessionsPanel />
          </div>
          <div className={classes['column']}>
            <SizePanel token={anatomy} />
            <TimelinePanel entries={entries} sizeOf={(raw) => raw.length} />
            <TokenPanel decoded={anatomy.decoded} />
          </div>
        </div>
      )}
    </>
  );
}

const none: readonly ClaimChange[] = [];

/** The sentence steps with the clock; nothing below it is drawn again for that. */
function Answer(props: { token: LiveToken | null }) {
  const { refreshToken } = useServices();
  const person = useSession((state) => state.person);
  const memberships = useSession((state) => state.memberships);
  const nowMs = useNow();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const { auth, life } = props.token ?? { auth: null, life: null };

  const refresh = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await refreshToken();
    } catch (cause) {
      setError(asAppError(cause));
    } finally {
      setBusy(false);
    }
  };

  const orgId = auth?.orgId ?? null;
  const standing = standingSentence({
    personName: person?.name ?? 'Nobody',
    organization:
      orgId === null
        ? null
        : {
            name: memberships.find((membership) => membership.orgId === orgId)?.name ?? orgId,
            role: auth?.orgRole ?? null,
          },
    actorId: typeof auth?.actor?.['sub'] === 'string' ? auth.actor['sub'] : null,
  });
  return (
    <>
      <PageHeader
        sentence={life === null ? standing : `${standing} ${lifeSentence(life, nowMs)}`}
        note={life === null ? undefined : staleNote(life, nowMs)}
        action={
          <Button
            loading={busy}
            leftSection={<IconRefresh size={15} stroke={1.8} />}
            onClick={() => void refresh()}
          >
            Refresh now
          </Button>
        }
      />
      {error !== null && <ErrorView error={error} onRetry={() => void refresh()} />}
    </>
  );
}

/** Tokens seen in this session, as what happened between them. */
function useTimeline() {
  const tokens = useSession((state) => state.tokens);
  const memberships = useSession((state) => state.memberships);
  return useMemo(() => {
    const nameOf = (orgId: string): string =>
      memberships.find((membership) => membership.orgId === orgId)?.name ?? orgId;
    const read = tokens.flatMap((seen): TimelineToken[] => {
      const token = readSeenToken(seen);
      if (token === null) return [];
      const { raw, claims } = token.decoded;
      const { orgId, orgRole } = token.auth;
      return [{ raw, receivedAtMs: seen.receivedAtMs, claims, orgId, orgRole }];
    });
    return timelineOf(read, nameOf);
  }, [tokens, memberships]);
}
