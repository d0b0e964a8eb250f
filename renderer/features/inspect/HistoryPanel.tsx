import { CopyButton as MantineCopy } from '@mantine/core';
import { redactToken } from '../../../shared/domain/token/kind.ts';
import { formatBytes, shortenId } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { charsOf, type Inspection } from './inspectStore.ts';
import { titleOf } from './title.logic.ts';
import classes from './inspect.module.css';

/** What was looked at in this window, for going back to. Memory only; copies come without the signature. */
export function HistoryPanel(props: {
  history: readonly Inspection[];
  shownId: number | null;
  onShow: (id: number) => void;
  onForget: (id: number) => void;
  onForgetAll: () => void;
}) {
  return (
    <Panel
      title="Looked at"
      aside={
        <button type="button" className={classes['link']} onClick={props.onForgetAll}>
          Forget all
        </button>
      }
    >
      <ol className={classes['history']} aria-label="Looked at">
        {props.history.map((inspection) => (
          <li
            key={inspection.id}
            aria-current={inspection.id === props.shownId ? 'true' : undefined}
          >
            <button
              type="button"
              className={classes['historyName']}
              onClick={() => props.onShow(inspection.id)}
            >
              <b>{titleOf(inspection.report)}</b>
              <span className="dim">{subjectOf(inspection)}</span>
            </button>
            <span className={classes['historyFoot']}>
              <span className="dim">
                <RelativeTime atMs={inspection.readAtMs} />
                {charsOf(inspection.report) > 0 && ` · ${formatBytes(charsOf(inspection.report))}`}
              </span>
              <span className={classes['historyActions']}>
                {inspection.report.kind === 'token' && (
                  <CopyRedacted raw={inspection.report.decoded.raw} />
                )}
                <button
                  type="button"
                  className={classes['link']}
                  aria-label={`Forget ${titleOf(inspection.report)}`}
                  onClick={() => props.onForget(inspection.id)}
                >
                  Forget
                </button>
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function subjectOf({ report }: Inspection): string {
  if (report.kind === 'publishable-key') return report.key.frontendApi;
  if (report.kind === 'opaque') return report.redacted;
  if (report.kind === 'undecodable') return report.failure.reason;
  const { userId, orgId } = report.auth;
  return [userId, orgId].flatMap((id) => (id === null ? [] : [shortenId(id, 16)])).join(' · ');
}

function CopyRedacted(props: { raw: string }) {
  return (
    <MantineCopy value={redactToken(props.raw)} timeout={1_200}>
      {({ copied, copy }) => (
        <button type="button" className={classes['link']} onClick={copy}>
          {copied ? 'Copied' : 'Copy redacted'}
        </button>
      )}
    </MantineCopy>
  );
}
