import { useMemo } from 'react';
import { claimCosts } from '../../../shared/domain/token/size.ts';
import type { LiveToken } from '../../app/useLiveToken.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatCount } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { claimSections, copyText, type ClaimRow } from './claims.logic.ts';
import { ClaimValue } from './ClaimValue.tsx';
import { DecodedLists, DecodedPermissions } from './DecodedRows.tsx';
import { Meaning } from './Meaning.tsx';
import { isTouched, type ClaimChange } from './timeline.logic.ts';
import classes from './session.module.css';

/** Every claim of the token: name, value, what it means, how many bytes. What just changed flashes once. */
export function ClaimsPanel(props: { token: LiveToken; changes: readonly ClaimChange[] }) {
  const { decoded, kind, auth } = props.token;
  const sections = useMemo(
    () => claimSections(decoded.claims, claimCosts(decoded, kind), kind),
    [decoded, kind],
  );
  const warnings = [...decoded.warnings, ...auth.warnings];
  return (
    <Panel
      flush
      title="Claims"
      aside={<CopyButton value={JSON.stringify(decoded.claims, null, 2)} label="Copy all claims" />}
    >
      {warnings.length > 0 && (
        <ul className={classes['warnings']} aria-label="Warnings about this token">
          {warnings.map((warning) => (
            <li key={`${warning.code}${warning.path}${warning.message}`}>{warning.message}</li>
          ))}
        </ul>
      )}
      <table className={tableClass} aria-label="Claims" data-claims>
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
                {group === 'custom' && <span> · from the instance’s session token settings</span>}
              </th>
            </tr>
            {rows.map((row) => {
              const touched = isTouched(row.path, props.changes);
              // With a key per token the flash starts again; rows that did not change stay as they are.
              const key = touched ? `${row.path} ${decoded.raw}` : row.path;
              return <Row key={key} row={row} touched={touched} />;
            })}
            {group === 'organization' && <DecodedPermissions auth={auth} />}
            {group === 'billing' && <DecodedLists auth={auth} />}
          </tbody>
        ))}
      </table>
    </Panel>
  );
}

function Row(props: { row: ClaimRow; touched: boolean }) {
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
        <CopyButton value={copyText(value)} label={`Copy ${path}`} size={13} />
      </td>
    </tr>
  );
}
