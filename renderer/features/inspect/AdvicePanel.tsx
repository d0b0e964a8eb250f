import { Slider } from '@mantine/core';
import { useMemo, useState } from 'react';
import { isJsonObject } from '../../../shared/domain/json.ts';
import { budget } from '../../../shared/domain/token/size.ts';
import { formatBytes, formatCount } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { growToken, roomFor } from './growth.logic.ts';
import type { TokenReport } from './report.logic.ts';
import classes from './inspect.module.css';

/** How to make the token smaller, with the bytes each step wins, and how far it can still grow. */
export function AdvicePanel(props: { report: TokenReport }) {
  const { advice, abridged } = props.report;
  return (
    <Panel flush title="Smaller, or larger">
      {advice === null || advice.length === 0 ? (
        <p className={classes['lead']}>
          {advice === null
            ? 'There are too many claims for advice one by one: drop all that nobody reads.'
            : 'Nothing in the custom claims could be left out or shortened for a gain worth naming.'}
        </p>
      ) : (
        <table className={tableClass} aria-label="Size advice">
          <thead>
            <tr>
              <th scope="col">What to do</th>
              <th scope="col" data-align="end">
                Budget
              </th>
              <th scope="col" data-align="end">
                Token
              </th>
            </tr>
          </thead>
          <tbody>
            {advice.map(({ kind, claim, message, bytesWon, charsWon }) => (
              <tr key={`${kind} ${claim}`} data-advice={kind}>
                <td className={classes['wrap']}>{message}</td>
                <td data-align="end">−{formatBytes(bytesWon)}</td>
                <td data-align="end">−{formatBytes(charsWon)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {abridged === null && <Growth report={props.report} />}
    </Panel>
  );
}

function Growth({ report }: { report: TokenReport }) {
  const { decoded, tokenKind } = report;
  const [permissions, setPermissions] = useState(0);
  const [metadata, setMetadata] = useState(0);
  const grown = useMemo(
    () => growToken(decoded, tokenKind, { permissions, customBytes: metadata }),
    [decoded, tokenKind, permissions, metadata],
  );
  const room = useMemo(() => roomFor(decoded, tokenKind, 'customBytes'), [decoded, tokenKind]);
  const hasPermissions =
    isJsonObject(decoded.claims['o']) || Array.isArray(decoded.claims['org_permissions']);
  return (
    <section className={classes['growth']} aria-label="What if it grows">
      <h3 className={classes['subhead']}>What if it grows?</h3>
      {hasPermissions && (
        <Grow
          name="More permissions"
          unit="actions, each granted on every organization feature"
          value={permissions}
          most={64}
          step={1}
          onChange={setPermissions}
        />
      )}
      <Grow
        name="Longer metadata"
        unit="bytes of text in the custom claims"
        value={metadata}
        most={4096}
        step={64}
        onChange={setMetadata}
      />
      <p
        aria-live="polite"
        className={classes['grown']}
        data-state={grown.isDropped ? 'over' : grown.budget.state}
      >
        {permissions + metadata === 0 ? (
          <>
            {room === null
              ? 'It would take more than 4,096 bytes of custom claims to meet a wall.'
              : `${formatCount(room)} more bytes of custom claims fit before a browser drops the cookie.`}
          </>
        ) : (
          <>
            {formatCount(grown.customBytes)} of {formatBytes(budget.customBytes)} budget
            {grown.cookieBytes !== null && (
              <>
                , {formatCount(grown.cookieBytes)} of {formatBytes(budget.cookieBytes)} cookie
              </>
            )}
            : {grown.addedChars >= 0 ? '+' : '−'}
            {formatBytes(Math.abs(grown.addedChars))}.{' '}
            {grown.isDropped && <b>The browser would drop the cookie: signed out everywhere.</b>}
            {!grown.isDropped && grown.budget.state === 'over' && <b>Over Clerk’s budget.</b>}
          </>
        )}
      </p>
    </section>
  );
}

function Grow(props: {
  name: string;
  unit: string;
  value: number;
  most: number;
  step: number;
  onChange: (value: number) => void;
}) {
  return (
    <div className={classes['grow']}>
      <span>
        {props.name} <b>+{formatCount(props.value)}</b> <span className="dim">{props.unit}</span>
      </span>
      <Slider
        size="sm"
        min={0}
        max={props.most}
        step={props.step}
        value={props.value}
        label={null}
        thumbLabel={props.name}
        onChange={props.onChange}
      />
    </div>
  );
}
