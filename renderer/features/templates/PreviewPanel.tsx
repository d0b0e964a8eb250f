import type { UseQueryResult } from '@tanstack/react-query';
import { memo } from 'react';
import type { PreviewContextBody } from '../../../shared/contract/http.ts';
import { generatedClaims } from '../../../shared/domain/template/reserved.ts';
import type { TemplateKind, TemplateResult } from '../../../shared/domain/template/types.ts';
import { budget } from '../../../shared/domain/token/size.ts';
import { QueryView } from '../../app/QueryView.tsx';
import { Bytes } from '../../ui/Bytes.tsx';
import { MeterBar } from '../../ui/MeterBar.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { placeOf, previewRows, type PreviewRow } from './preview.logic.ts';
import classes from './templates.module.css';

/** What the template makes for the person signed in, value by value, with where each comes from. */
export function PreviewPanel(props: {
  query: UseQueryResult<PreviewContextBody>;
  connected: boolean;
  result: TemplateResult | null;
  /** The text is broken just now, and this is what it made before. */
  isOld: boolean;
  kind: TemplateKind;
  /** The value the cursor is in. */
  pointer: string | null;
  onHover: (pointer: string | null) => void;
  onGo: (pointer: string) => void;
}) {
  const { result, kind } = props;
  return (
    <Panel
      flush
      title="Preview"
      aside={<span className="dim">{props.query.data && whoOf(props.query.data)}</span>}
    >
      {!props.connected ? (
        <p className={classes['noProblems']}>
          No backend connected: there is nobody to preview this for.
        </p>
      ) : (
        <QueryView query={props.query} lines={7}>
          {() =>
            result === null ? (
              <p className={classes['noProblems']}>
                The preview appears once the text is a JSON object.
              </p>
            ) : (
              <div className={classes['preview']} data-old={props.isOld}>
                <SizeStrip result={result} kind={kind} />
                <Claims
                  result={result}
                  kind={kind}
                  pointer={props.pointer}
                  onHover={props.onHover}
                  onGo={props.onGo}
                />
              </div>
            )
          }
        </QueryView>
      )}
    </Panel>
  );
}

const whoOf = (context: PreviewContextBody): string => {
  const { first_name: first, last_name: last, id } = context.user;
  const name = [first, last].filter((part) => typeof part === 'string').join(' ');
  return `${name === '' ? String(id) : name} ${placeOf(context)}`;
};

/** The size against the limit that holds for this kind. */
function SizeStrip(props: { result: TemplateResult; kind: TemplateKind }) {
  const { customBytes } = props.result;
  return (
    <div className={classes['size']}>
      {props.kind === 'session-claims' ? (
        <MeterBar
          name="Budget"
          rule={`Clerk’s advice: all custom claims of a session token together under 1.2 KB, read as ${budget.customBytes} bytes.`}
          parts={[
            { name: 'Custom claims', sizeBytes: customBytes, color: 'var(--cd-token-custom)' },
          ]}
          limitBytes={budget.customBytes}
          nearBytes={budget.nearBytes}
        />
      ) : (
        <p>
          <b>
            <Bytes sizeBytes={customBytes} />
          </b>{' '}
          <span className="dim">
            of claims. No cookie wall: a template token travels in a header, where proxies allow
            about 8 KB.
          </span>
        </p>
      )}
    </div>
  );
}

interface ClaimsProps {
  readonly result: TemplateResult;
  readonly kind: TemplateKind;
  readonly pointer: string | null;
  readonly onHover: (pointer: string | null) => void;
  readonly onGo: (pointer: string) => void;
}

/** Drawn again only when the result or the place changes, not at every step of a hover elsewhere. */
const Claims = memo(function Claims(props: ClaimsProps) {
  const rows = previewRows(props.result);
  return (
    <table className={tableClass} aria-label="Claims of the preview">
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">Value and origin</th>
        </tr>
      </thead>
      <tbody onPointerLeave={() => props.onHover(null)}>
        {rows.map((row) => (
          <Row key={row.pointer} row={row} {...props} />
        ))}
        {rows.length === 0 && (
          <tr>
            <td colSpan={2} className="dim">
              No claims: the token carries only what Clerk adds.
            </td>
          </tr>
        )}
      </tbody>
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

const valueText = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length <= 600 ? text : `${text.slice(0, 600)}… (${text.length} characters)`;
};

const typeName = (value: unknown): string => (value === null ? 'null' : typeof value);
