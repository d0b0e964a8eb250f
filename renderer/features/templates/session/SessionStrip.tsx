import type { DecodedToken } from '../../../../shared/domain/token/decode.ts';
import { customClaims } from '../../../../shared/domain/token/customClaims.ts';
import { tokenKind } from '../../../../shared/domain/token/tokenKind.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { nameMismatch, type SessionState } from './session.logic.ts';
import classes from './session.module.css';

/** What counts as deployed where Clerk has no API to ask, and what speaks against it. Nothing where there is one. */
export function SessionStrip(props: {
  session: SessionState;
  live: DecodedToken | null;
  /** Whether the text is something to mark. */
  canMark: boolean;
  onMark: () => void;
  onForget: () => void;
}) {
  const { session, live } = props;
  if (session.from === 'instance') return null;
  const carried =
    live === null ? null : customClaims(live.claims, tokenKind(live.header, live.claims));
  return (
    <div className={classes['strip']}>
      {session.from === 'unknown' ? (
        <p>
          <b>What is deployed is not known:</b> Clerk has no API to read it. Paste here what its
          Dashboard has under Sessions, Customize session token, then{' '}
          <button type="button" disabled={!props.canMark} onClick={props.onMark}>
            mark it as deployed
          </button>
          .
        </p>
      ) : (
        <p>
          <b>Deployed as you marked it</b> <RelativeTime atMs={session.atMs} />. Clerk has no API to
          read it, so a change made in the Dashboard since is not seen here.{' '}
          <button type="button" disabled={!props.canMark} onClick={props.onMark}>
            Mark the text as deployed now
          </button>{' '}
          ·{' '}
          <button type="button" onClick={props.onForget}>
            Forget the mark
          </button>
        </p>
      )}
      {carried !== null && <Carried session={session} carried={carried} />}
    </div>
  );
}

function Carried(props: { session: SessionState; carried: ReturnType<typeof customClaims> }) {
  const { session, carried } = props;
  const names = Object.keys(carried);
  if (session.from === 'unknown') {
    return (
      <p className="dim">
        {names.length === 0
          ? 'Your live token carries no custom claims.'
          : 'Your live token carries '}
        <Names names={names} />
        {names.length > 0 && ': it shows values, not the shortcodes they came from.'}
      </p>
    );
  }
  const mismatch = session.from === 'mark' ? nameMismatch(session.claims, carried) : null;
  if (mismatch === null) return null;
  const { onlyInToken, onlyInText } = mismatch;
  return (
    <p className={classes['doubt']}>
      {onlyInToken.length > 0 && (
        <>
          Your live token carries <Names names={onlyInToken} />, which the marked text does not
          make.{' '}
        </>
      )}
      {onlyInText.length > 0 && (
        <>
          The marked text makes <Names names={onlyInText} />, which your live token does not
          carry.{' '}
        </>
      )}
      It was probably changed in the Dashboard.
    </p>
  );
}

function Names(props: { names: readonly string[] }) {
  return props.names.map((name, at) => (
    <span key={name}>
      {at > 0 && ', '}
      <code>{name}</code>
    </span>
  ));
}
