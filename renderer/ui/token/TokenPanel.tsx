import { CopyButton, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { DecodedToken } from '../../../shared/domain/token/decode.ts';
import { headerMeaning } from '../../../shared/domain/token/meaning.ts';
import { formatCount } from '../format.logic.ts';
import { Panel } from '../Panel.tsx';
import { ClaimValue } from './ClaimValue.tsx';
import { Meaning } from './Meaning.tsx';
import classes from './token.module.css';

/** The three parts of the token in their colours, and what its header says. The signature starts covered. */
export function TokenPanel(props: {
  decoded: DecodedToken;
  /** Offers to uncover the signature, for a token somebody brought along to look at. */
  revealable?: boolean;
}) {
  const { header, raw } = props.decoded;
  return (
    <Panel
      title="Token"
      aside={
        <span className={classes['copies']}>
          <CopyText
            value={unsignedOf(raw)}
            name="Copy unsigned"
            hint="Header and payload: of no use to a thief"
          />
          <CopyText
            value={raw}
            name="Copy token"
            hint="The whole token: it signs in until it expires"
          />
        </span>
      }
    >
      <Parts key={raw.slice(-24)} {...props} />
      <dl className={classes['headerList']}>
        {Object.entries(header).map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <ClaimValue value={value} />
              <Meaning meaning={headerMeaning(name)} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** Header and payload with their dots. */
const unsignedOf = (raw: string): string => raw.slice(0, raw.lastIndexOf('.') + 1);

function Parts(props: { decoded: DecodedToken; revealable?: boolean }) {
  const { header, payload, signature } = props.decoded.segments;
  const [shown, setShown] = useState(false);
  return (
    <>
      <p
        className={classes['raw']}
        aria-label={`Token in three parts, signature ${shown ? 'shown' : 'covered'}`}
      >
        <Part name="header" text={header.text} keep={26} />
        <Part name="payload" text={payload.text} keep={40} />
        <Tooltip label={`Signature: ${formatCount(signature.chars)} characters`}>
          <code data-part="signature">{shown ? signature.text.slice(0, 2_000) : '•••••••••'}</code>
        </Tooltip>
      </p>
      {props.revealable === true && signature.chars > 0 && (
        <p className={classes['reveal']}>
          <button
            type="button"
            className={classes['fold']}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? 'Cover the signature' : 'Reveal the signature'}
          </button>
        </p>
      )}
    </>
  );
}

function CopyText(props: { value: string; name: string; hint: string }) {
  return (
    <CopyButton value={props.value} timeout={1_200}>
      {({ copied, copy }) => (
        <Tooltip label={props.hint}>
          <button type="button" onClick={copy}>
            {copied ? 'Copied' : props.name}
          </button>
        </Tooltip>
      )}
    </CopyButton>
  );
}

function Part(props: { name: 'header' | 'payload'; text: string; keep: number }) {
  const { name, text, keep } = props;
  return (
    <>
      <Tooltip label={`${name}: ${formatCount(text.length)} characters`}>
        <code data-part={name}>{text.length <= keep ? text : `${text.slice(0, keep)}…`}</code>
      </Tooltip>
      <span>.</span>
    </>
  );
}
