import { CopyButton, Tooltip } from '@mantine/core';
import { headerMeaning } from '../../../shared/domain/token/meaning.ts';
import type { LiveToken } from '../../app/useLiveToken.ts';
import { formatCount } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ClaimValue } from './ClaimValue.tsx';
import { Meaning } from './Meaning.tsx';
import classes from './session.module.css';

/** The three parts of the token in their colours, and what its header says. The signature stays covered. */
export function HeaderPanel(props: { token: LiveToken }) {
  const { header, raw, segments } = props.token.decoded;
  const unsigned = `${segments.header.text}.${segments.payload.text}.`;
  return (
    <Panel
      title="Token and header"
      aside={
        <span className={classes['copies']}>
          <CopyText
            value={unsigned}
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
      <p className={classes['raw']} aria-label="Token in three parts, signature covered">
        <Part name="header" text={segments.header.text} keep={26} />
        <Part name="payload" text={segments.payload.text} keep={40} />
        <Tooltip label={`Signature: ${formatCount(segments.signature.chars)} characters, covered`}>
          <code data-part="signature">•••••••••</code>
        </Tooltip>
      </p>
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
