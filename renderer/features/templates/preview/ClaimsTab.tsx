import { memo } from 'react';
import { generatedClaims } from '../../../../shared/domain/template/reserved.ts';
import type { TemplateKind, TemplateResult } from '../../../../shared/domain/template/types.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { tableClass } from '../../../ui/tableClass.ts';
import { previewRows, typeName, valueText, type PreviewRow } from './preview.logic.ts';
import classes from './preview.module.css';

interface ClaimsProps {
  readonly result: TemplateResult;
  readonly kind: TemplateKind;
  /** The value the cursor is in. */
  readonly pointer: string | null;
  readonly onHover: (pointer: string | null) => void;
  readonly onGo: (pointer: string) => void;
}

/** Rows drawn at most, so that a huge template does not hold up the typing in it. */
const mostShown = 250;

/** What the template makes, value by value, with where each comes from. Drawn again only when the result or the place changes, not at every step of a hover elsewhere. */
export const ClaimsTab = memo(function ClaimsTab(props: ClaimsProps) {
  const rows = previewRows(props.result);
  return (
    <table
      className={`${tableClass} ${classes['claims'] ?? ''}`}
      aria-label="Claims of the preview"
    >
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">Value and origin</th>
        </tr>
      </thead>
      <tbody onPointerLeave={() => props.onHover(null)}>
        {rows.slice(0, mostShown).map((row) => (
          <Row key={row.pointer} row={row} {...props} />
        ))}
        {rows.length > mostShown && (
          <tr>
            <td colSpan={2} className="dim">
              {formatCount(rows.length - mostShown)} more values: the Token tab has them all.
            </td>
          </tr>
        )}
        {rows.length === 0 && (
          <tr>
            <td colSpan={2} className="dim">
              No claims: the token carries only what Clerk adds.
            </td>
          </tr>
        )}
      </tbody>
      <Generated kind={props.kind} />
    </table>
  );
});

function Row(props: ClaimsProps & { row: PreviewRow }) {
  const { pointer, name, depth, leaf } = props.row;
  return (
    <tr
      data-claim={pointer}
      data-here={props.pointer === pointer}
      onPointerEnter={() => props.onHover(pointer)}
    >
      <th scope="row" style={{ paddingInlineStart: 14 + depth * 14 }}>
        <button
          type="button"
          className={classes['claimLink']}
          title="Show in the editor"
          onFocus={() => props.onHover(pointer)}
          onBlur={() => props.onHover(null)}
          onClick={() => props.onGo(pointer)}
        >
          {name}
        </button>
      </th>
      <td>
        {leaf !== null && (
          <>
            <code className={classes['value']} data-type={typeName(leaf.value)}>
              {valueText(leaf.value)}
            </code>
            {!leaf.isStatic && <span className={classes['origin']}>{leaf.from}</span>}
            {leaf.nullNote !== null && (
              <span className={classes['nullNote']}>null: {leaf.nullNote}</span>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

/** What Clerk adds by itself: the same for every text of a kind. */
const Generated = memo(function Generated(props: { kind: TemplateKind }) {
  return (
    <tbody className={classes['generated']}>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          Added by Clerk, not to be overridden
        </th>
      </tr>
      {generatedClaims(props.kind).map(({ name, reason, when, basis }) => (
        <tr key={name}>
          <th scope="row">
            <code>{name}</code>
          </th>
          <td>
            {reason} {when !== 'always' && `When ${when}.`}
            {basis !== 'documented' && ` (${basis})`}
          </td>
        </tr>
      ))}
    </tbody>
  );
});
