import { useMemo } from 'react';
import { isSessionKind } from '../../../shared/domain/token/tokenKind.ts';
import { CopyButton } from '../CopyButton.tsx';
import { formatCount } from '../format.logic.ts';
import { Panel } from '../Panel.tsx';
import { tableClass } from '../tableClass.ts';
import type { TokenAnatomy } from './anatomy.logic.ts';
import { claimSections, copyText, type ClaimRow } from './claims.logic.ts';
import { ClaimValue } from './ClaimValue.tsx';
import { DecodedLists, DecodedPermissions } from './DecodedRows.tsx';
import { Meaning } from './Meaning.tsx';
import { remedyOf } from './remedies.logic.ts';
import classes from './token.module.css';

/** Every claim of the token: name, value, what it means, how many bytes. What just changed flashes once. */
export function ClaimsPanel(props: {
  token: TokenAnatomy;
  /** Whether the claim at this path changed with this token. */
  touched?: (path: string) => boolean;
  /** Values are cut, so there is nothing whole to copy. */
  isPartial?: boolean;
}) {
  const { decoded, kind, auth, costs } = props.token;
  const sections = useMemo(
    () => claimSections(decoded.claims, costs, kind),
    [decoded, costs, kind],
  );
  const warnings = [...decoded.warnings, ...auth.warnings];
  return (
    <Panel
      flush
      title="Claims"
      aside={
        props.isPartial !== true && (
          <CopyButton value={JSON.stringify(decoded.claims, null, 2)} label="Copy all claims" />
        )
      }
    >
      {warnings.length > 0 && (
        <ul className={classes['warnings']} aria-label="Warnings about this token">
          {warnings.map((warning) => (
            <li key={`${warning.code}${warning.path}${warning.message}`}>
              {warning.message} <span className="dim">{remedyOf(warning.code)}</span>
            </li>
          ))}
        </ul>
      )}
      <table className={`${tableClass} ${classes['claims'] ?? ''}`} aria-label="Claims">
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">Value and meaning</th>
            <th scope="col" data-align="end">
              Bytes
            </th>
            <th scope="col">
              <span className="sr-only">Copy</span>
            </th>
          </tr>
        </thead>
        {sections.map(({ group, title, rows }) => (
          <tbody key={group}>
            <tr className={classes['groupRow']}>
              <th scope="rowgroup" colSpan={4}>
                {title}
                {group === 'custom' && isSessionKind(kind) && (
                  <span> · from the instance’s session token settings</span>
                )}
              </th>
            </tr>
            {rows.map((row) => {
              const touched = props.touched?.(row.path) ?? false;
              // With a key per token the flash starts again; rows that did not change stay as they are.
              const key = touched ? `${row.path} ${decoded.raw}` : row.path;
              return (
                <Row key={key} row={row} touched={touched} canCopy={props.isPartial !== true} />
              );
            })}
            {group === 'organization' && <DecodedPermissions auth={auth} />}
            {group === 'billing' && <DecodedLists auth={auth} />}
          </tbody>
        ))}
      </table>
    </Panel>
  );
}

function Row(props: { row: ClaimRow; touched: boolean; canCopy: boolean }) {
  const { path, value, valueBytes, isDefault, isTime, meaning } = props.row;
  return (
    <tr
      className={props.touched ? classes['flash'] : undefined}
      data-claim={path}
      data-tone={isDefault ? 'default' : 'custom'}
    >
      <th scope="row" className={classes['claimName']}>
        <code>{path}</code>
      </th>
      <td>
        <ClaimValue value={value} isTime={isTime} />
        <Meaning meaning={meaning} />
      </td>
      <td data-align="end">{formatCount(valueBytes)}</td>
      <td data-align="end">
        {props.canCopy && <CopyButton value={copyText(value)} label={`Copy ${path}`} size={13} />}
      </td>
    </tr>
  );
}
