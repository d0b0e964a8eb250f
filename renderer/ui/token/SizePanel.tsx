import { NumberInput, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { budget } from '../../../shared/domain/token/size.ts';
import { MeterBar } from '../MeterBar.tsx';
import { Panel } from '../Panel.tsx';
import type { TokenAnatomy } from './anatomy.logic.ts';
import { CostTable } from './CostTable.tsx';
import { cookieParts, headerParts, sizeSentence } from './size.logic.ts';
import classes from './token.module.css';

/** The token against every limit it can meet, and what each claim costs. */
export function SizePanel(props: { token: TokenAnatomy }) {
  const { measure, costs } = props.token;
  const [origin, setOrigin] = useState('');
  const [otherBytes, setOtherBytes] = useState(0);
  const size = useMemo(
    () => measure({ azp: origin.trim(), otherCookieBytes: otherBytes }),
    [measure, origin, otherBytes],
  );
  return (
    <Panel title="Size">
      <p className={classes['sizeSentence']}>{sizeSentence(size)}</p>
      <div className={classes['meters']}>
        <MeterBar
          name="Budget"
          rule={`Clerk’s advice: all custom claims together under 1.2 KB, read as ${budget.customBytes} bytes (${budget.binaryBytes} when a KB is 1,024). Counted: UTF-8 bytes of the compact JSON object of the custom claims.`}
          parts={[
            {
              name: 'Custom claims',
              sizeBytes: size.customClaimsBytes,
              color: 'var(--cd-token-custom)',
            },
          ]}
          limitBytes={budget.customBytes}
          nearBytes={budget.nearBytes}
        />
        {size.cookie !== null && (
          <>
            <MeterBar
              name="Cookie"
              rule="Browsers drop a cookie when its name and value exceed 4,096 bytes. Counted: the longer of Clerk’s two names and the whole token."
              parts={cookieParts(size, costs)}
              limitBytes={budget.cookieBytes}
              nearBytes={budget.nearCookieBytes}
            />
            <MeterBar
              name="Header"
              rule="A Cookie header may carry the token twice, under both names. Many proxies refuse a header line over 8 KB; Node refuses headers over 16 KB together."
              parts={headerParts(size, costs)}
              limitBytes={budget.proxyHeaderBytes}
            />
          </>
        )}
      </div>
      <Legend />
      <details className={classes['assume']}>
        <summary>As the cookie of a web app</summary>
        <p className="dim">
          This console sends its token in a header, without <code>azp</code>. Cookie and Header say
          what it would be in a browser.
        </p>
        <div className={classes['assumeFields']}>
          <TextInput
            size="xs"
            label="Origin of your app (azp)"
            placeholder="https://app.example.com"
            value={origin}
            onChange={(change) => setOrigin(change.currentTarget.value)}
          />
          <NumberInput
            size="xs"
            label="Other cookies, bytes"
            min={0}
            max={16_384}
            step={256}
            value={otherBytes}
            onChange={(value) => setOtherBytes(Number(value) || 0)}
          />
        </div>
      </details>
      <CostTable costs={costs} />
    </Panel>
  );
}

const tones = [
  ['header', 'Header'],
  ['default', 'Default claims'],
  ['custom', 'Custom claims'],
  ['signature', 'Signature'],
] as const;

function Legend() {
  return (
    <ul className={classes['legend']} aria-label="Colours of the token">
      {tones.map(([tone, name]) => (
        <li key={tone}>
          <i style={{ background: `var(--cd-token-${tone})` }} aria-hidden /> {name}
        </li>
      ))}
    </ul>
  );
}
