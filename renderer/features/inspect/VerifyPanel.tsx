import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconHelpCircle from '@tabler/icons-react/icons/IconHelpCircle';
import { useRef, useState } from 'react';
import type { VerifyOutput } from '../../../shared/contract/token.ts';
import { FailureView } from '../../app/QueryView.tsx';
import { useServices } from '../../app/services.tsx';
import { shortenId } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { readKey, readNames } from './key.logic.ts';
import { clockSentence, isSignatureValid } from './sentence.logic.ts';
import { sdkDefaults, type VerificationState, type VerifyWith } from './useVerification.ts';
import classes from './inspect.module.css';

/** What Clerk's verifier says of the token, and beside it what it does not check. */
export function VerifyPanel(props: {
  state: VerificationState;
  kid: unknown;
  with: VerifyWith;
  onVerify: (chosen: VerifyWith) => void;
}) {
  const { asked, error, again } = props.state;
  return (
    <Panel
      title="Verification"
      aside={
        asked.kind === 'answered' && (
          <button type="button" className={classes['link']} onClick={again}>
            Verify again
          </button>
        )
      }
    >
      <div aria-live="polite">
        {asked.kind === 'asking' && <LoadingSkeleton lines={3} label="Verifying" />}
        {asked.kind === 'too-large' && (
          <p>
            Tokens over 256 KB are not verified: no cookie and no header carries one, so no server
            would ever see it.
          </p>
        )}
        {asked.kind === 'failed' && error !== null && <FailureView error={error} onRetry={again} />}
        {asked.kind === 'answered' && <Answer answer={asked.answer} />}
      </div>
      <KeyForm kid={props.kid} with={props.with} onVerify={props.onVerify} />
    </Panel>
  );
}

function Answer({ answer }: { answer: VerifyOutput }) {
  const { valid, reason, message, remedy, findings, clock, byServerClock } = answer;
  return (
    <>
      <div className={classes['outcome']} data-valid={String(valid)}>
        <OutcomeIcon valid={valid} />
        <div>
          <p>
            <b>{valid === null ? 'Not checked' : valid ? 'Valid' : 'Refused'}</b>{' '}
            {reason !== null && <code>{reason}</code>}
          </p>
          <p>
            {message}
            {valid === false && isSignatureValid(answer) && ' The signature itself is valid.'}
          </p>
          {remedy !== null && <p className="dim">{remedy}</p>}
        </div>
      </div>
      {byServerClock !== null && (
        <p className={classes['apart']}>
          By the instance’s clock the answer is another:{' '}
          {byServerClock.valid === true ? 'valid' : <code>{byServerClock.reason}</code>}.{' '}
          {byServerClock.message}
        </p>
      )}
      {findings.length > 0 && (
        <>
          <h3 className={classes['subhead']}>Beside Clerk’s answer</h3>
          <ul className={classes['findings']} aria-label="Stricter findings">
            {findings.map((found) => (
              <li key={`${found.code}${found.message}`} data-finding={found.code}>
                {found.message} <span className="dim">{found.remedy}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={classes['small']}>
        {keySentence(answer)} {clock !== null && clockSentence(clock)}
      </p>
    </>
  );
}

function OutcomeIcon(props: { valid: boolean | null }) {
  const size = 22;
  if (props.valid === true) return <IconCircleCheck size={size} aria-hidden />;
  if (props.valid === false) return <IconCircleX size={size} aria-hidden />;
  return <IconHelpCircle size={size} aria-hidden />;
}

function keySentence({ keySource, keyIds }: VerifyOutput): string {
  if (keySource === 'pem') return 'Checked with the public key you gave, whatever kid says.';
  const names = keyIds.map((kid) => shortenId(kid, 18)).join(', ');
  const whose = keySource === 'instance' ? 'the key set of this instance' : 'the key set you gave';
  return `Checked with ${whose}${names === '' ? '' : ` (${names})`}; never with an address inside the token.`;
}

/** Another key, and the SDK's own options. */
function KeyForm(props: {
  kid: unknown;
  with: VerifyWith;
  onVerify: (chosen: VerifyWith) => void;
}) {
  const { issuer } = useServices().bootstrap.instance;
  // Uncontrolled: a secret that lands here by mistake is wiped before anything remembers it.
  const key = useRef<HTMLTextAreaElement>(null);
  const [generation, setGeneration] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [parties, setParties] = useState('');
  const [audience, setAudience] = useState('');
  const [skewSec, setSkewSec] = useState<number | string>('');
  const [onlyIssuer, setOnlyIssuer] = useState(false);

  const refuse = (): void => {
    if (key.current !== null) key.current.value = '';
    setGeneration((before) => before + 1);
  };
  const look = (text: string): void => {
    const read = readKey(text, props.kid);
    if (!read.ok && read.error.isSecret) refuse();
    setProblem(read.ok || !read.error.isSecret ? null : read.error.message);
  };
  const verify = (): void => {
    const read = readKey(key.current?.value ?? '', props.kid);
    if (!read.ok) {
      if (read.error.isSecret) refuse();
      setProblem(read.error.message);
      return;
    }
    setProblem(null);
    const [authorizedParties, audiences] = [readNames(parties), readNames(audience)];
    props.onVerify({
      key: read.value,
      options: {
        ...(authorizedParties.length === 0 ? {} : { authorizedParties }),
        ...(audiences.length === 0 ? {} : { audience: audiences }),
        ...(onlyIssuer ? { issuer: [issuer] } : {}),
        ...(typeof skewSec === 'number' ? { clockSkewMs: Math.round(skewSec * 1000) } : {}),
      },
    });
  };
  const isChanged = props.with !== sdkDefaults;
  return (
    <details className={classes['keyForm']}>
      <summary>Verify with another key or stricter options</summary>
      <form
        aria-label="How to verify"
        onSubmit={(event) => {
          event.preventDefault();
          verify();
        }}
      >
        <Textarea
          key={generation}
          ref={key}
          size="xs"
          rows={3}
          spellCheck={false}
          autoComplete="off"
          label="Public key (PEM) or key set (JWKS)"
          description="Empty: the keys of this instance, fetched from its Frontend API."
          error={problem}
          classNames={{ input: classes['field'] ?? '' }}
          onChange={(event) => look(event.currentTarget.value)}
        />
        <div className={classes['keyFields']}>
          <TextInput
            size="xs"
            label="Authorized parties"
            placeholder="https://app.example.com"
            value={parties}
            onChange={(event) => setParties(event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            label="Audience"
            value={audience}
            onChange={(event) => setAudience(event.currentTarget.value)}
          />
          <NumberInput
            size="xs"
            label="Clock skew, seconds"
            placeholder="5"
            min={0}
            max={86_400}
            value={skewSec}
            onChange={setSkewSec}
          />
        </div>
        <Checkbox
          size="xs"
          label={
            <>
              Refuse every issuer but <code>{issuer}</code>
            </>
          }
          checked={onlyIssuer}
          onChange={(event) => setOnlyIssuer(event.currentTarget.checked)}
        />
        <div className={classes['keyActions']}>
          <Button type="submit" variant="default">
            Verify
          </Button>
          {isChanged && (
            <Button
              variant="subtle"
              onClick={() => {
                refuse();
                setProblem(null);
                props.onVerify(sdkDefaults);
              }}
            >
              Back to the SDK’s defaults
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
