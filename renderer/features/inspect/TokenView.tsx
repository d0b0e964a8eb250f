import { memo, useMemo } from 'react';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { ClaimsPanel } from '../../ui/token/ClaimsPanel.tsx';
import { SizePanel } from '../../ui/token/SizePanel.tsx';
import { TokenPanel } from '../../ui/token/TokenPanel.tsx';
import { isSessionKind } from '../../../shared/domain/token/tokenKind.ts';
import { AdvicePanel } from './AdvicePanel.tsx';
import { anatomyOfReport } from './anatomy.logic.ts';
import { ComparePanel, type Baseline } from './ComparePanel.tsx';
import { CookiePanel } from './CookiePanel.tsx';
import type { Inspection } from './inspectStore.ts';
import type { TokenReport } from './report.logic.ts';
import { titleOf } from './title.logic.ts';
import type { VerificationState, VerifyWith } from './useVerification.ts';
import { VerifyPanel } from './VerifyPanel.tsx';
import { VersionsPanel } from './VersionsPanel.tsx';
import classes from './inspect.module.css';

/** Everything about one token. */
export function TokenView(props: {
  report: TokenReport;
  live: JsonObject | null;
  history: readonly Inspection[];
  shownId: number | null;
  verification: VerificationState;
  verifyWith: VerifyWith;
  onVerify: (chosen: VerifyWith) => void;
  /** Null for what is too long to be edited by hand. */
  onEdit: ((raw: string) => void) | null;
}) {
  const { report, live, history, shownId, onEdit } = props;
  const { decoded } = report;
  const baselines = useMemo(() => baselinesOf(live, history, shownId), [live, history, shownId]);
  return (
    <div className={classes['columns']}>
      <div className={classes['column']}>
        <VerifyPanel
          state={props.verification}
          kid={decoded.header['kid']}
          with={props.verifyWith}
          onVerify={props.onVerify}
        />
        {report.cookie !== null && <CookiePanel cookie={report.cookie} />}
        <Claims report={report} />
        <ComparePanel
          claims={decoded.claims}
          baselines={baselines}
          fixed={report.abridged === null ? null : report.diff}
        />
        {isSessionKind(report.tokenKind) && <VersionsPanel versions={report.versions} />}
      </div>
      <div className={classes['column']}>
        <Measures report={report} />
        {onEdit !== null && (
          <p className={classes['edit']}>
            <button type="button" className={classes['link']} onClick={() => onEdit(decoded.raw)}>
              Edit as text
            </button>{' '}
            <span className="dim">puts the whole token into the field, signature and all.</span>
          </p>
        )}
      </div>
    </div>
  );
}

/** Drawn once per token: a verification that comes in, or the next live token, leaves it alone. */
const Claims = memo(function Claims({ report }: { report: TokenReport }) {
  const anatomy = useMemo(() => anatomyOfReport(report), [report]);
  return <ClaimsPanel token={anatomy} isPartial={report.abridged !== null} />;
});

const Measures = memo(function Measures({ report }: { report: TokenReport }) {
  const anatomy = useMemo(() => anatomyOfReport(report), [report]);
  return (
    <>
      <SizePanel token={anatomy} />
      <AdvicePanel report={report} />
      <TokenPanel decoded={report.decoded} revealable />
    </>
  );
});

function baselinesOf(
  live: JsonObject | null,
  history: readonly Inspection[],
  shownId: number | null,
): readonly Baseline[] {
  const others = history.flatMap(({ id, report }): Baseline[] =>
    report.kind === 'token' && report.abridged === null && id !== shownId
      ? [{ key: String(id), name: `${titleOf(report)} (${id})`, claims: report.decoded.claims }]
      : [],
  );
  return live === null ? others : [{ key: 'live', name: 'Live token', claims: live }, ...others];
}
