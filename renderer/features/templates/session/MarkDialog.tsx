import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { useFocusReturn } from '../../../ui/useFocusReturn.ts';
import { Differences } from '../save/Differences.tsx';
import { tooLargeToSave } from '../save/limits.logic.ts';
import saveClasses from '../save/save.module.css';
import type { SessionState } from './session.logic.ts';
import type { SessionChoice } from './useSessionClaims.ts';

/** Takes the word of the admin for what is set in the Dashboard. Nothing goes to Clerk. */
export function MarkDialog(props: {
  session: SessionState;
  choice: SessionChoice;
  claims: JsonObject;
  onMarked: () => void;
  onClose: () => void;
}) {
  const { session, choice, claims } = props;
  const [busy, setBusy] = useState(false);
  useFocusReturn();
  const before = session.from === 'unknown' ? {} : session.claims;
  const { changes } = diffClaims(before, claims);
  const refused = tooLargeToSave(claims, 'session-claims');
  const mark = async (): Promise<void> => {
    setBusy(true);
    const kept = await choice.mark(claims);
    setBusy(false);
    if (kept) props.onMarked();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="xl"
      title="Is this what the Dashboard has now?"
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 80 }}
    >
      <div className={saveClasses['dialog']}>
        <p>
          Paste the text in Clerk’s Dashboard under Sessions, Customize session token, save it
          there, then mark it here: from now on this counts as deployed. It is kept on this
          computer, with the date; nothing is sent to Clerk.
        </p>
        <Differences
          properties={[]}
          changes={changes}
          before={session.from === 'unknown' ? 'Before' : 'Marked before'}
          after="This text"
          same={
            session.from === 'unknown'
              ? 'No custom claims: the token carries only what Clerk adds.'
              : 'The same claims as marked before; the date is set anew.'
          }
        />
        {choice.markError !== null && (
          <p role="alert" className={saveClasses['problem']}>
            {choice.markError.message} {choice.markError.remedy}{' '}
            <code>{choice.markError.code}</code>
          </p>
        )}
        <div className={saveClasses['buttons']}>
          <Button loading={busy} disabled={refused !== null} onClick={() => void mark()}>
            Mark as deployed
          </Button>
          <Button variant="default" disabled={busy} onClick={props.onClose}>
            Cancel
          </Button>
          {refused !== null && <span className="dim">{refused}</span>}
        </div>
      </div>
    </Modal>
  );
}
