import { Button } from '@mantine/core';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import { useQuery } from '@tanstack/react-query';
import { AppException, appError } from '../../../../shared/errors/appError.ts';
import type { TemplateResult } from '../../../../shared/domain/template/types.ts';
import { QueryView } from '../../../app/QueryView.tsx';
import { useServices, useSession } from '../../../app/services.tsx';
import { formatBytes, formatCount } from '../../../ui/format.logic.ts';
import type { TemplateEntry } from '../entries.logic.ts';
import classes from '../templates.module.css';
import type { WhoChoice } from '../who/useWho.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { judgeMinted, whyNotMinted } from './minted.logic.ts';

interface MintedProps {
  readonly entry: TemplateEntry;
  readonly result: TemplateResult;
  readonly who: WhoChoice;
}

/** A token of the instance itself beside the preview, with the verdict whether they are the same. */
export function MintedTab(props: MintedProps) {
  const { entry, who } = props;
  const why = whyNotMinted({
    isDraft: entry.deployed === null,
    isChanged: entry.dirty,
    isOwnSession: who.isOwnSession,
    isSession: entry.kind === 'session-claims',
  });
  return why === null ? <Minted {...props} /> : <p className={classes['noProblems']}>{why}</p>;
}

function Minted(props: MintedProps) {
  const { entry, result, who } = props;
  const { clerk } = useServices();
  const sessionId = useSession((state) => state.sessionId);
  const minted = useQuery({
    queryKey: ['minted', sessionId, who.orgId, entry.key, entry.deployed?.updatedAtMs],
    // A token is as old as the records it was made from: asked for anew each time the tab opens.
    staleTime: 0,
    gcTime: 0,
    retry: false,
    queryFn: async () => {
      const session = clerk?.session;
      if (session === null || session === undefined) {
        throw new AppException(appError('auth.no_session', 'There is no session to mint with.'));
      }
      const [raw] = await Promise.all([
        session.getToken(
          entry.kind === 'session-claims'
            ? { skipCache: true }
            : { template: entry.name, skipCache: true },
        ),
        // The preview beside it is made from records as they are now.
        who.query.refetch(),
      ]);
      if (raw === null) {
        throw new AppException(appError('clerk.refused', 'The instance gave no token.'));
      }
      return raw;
    },
  });
  return (
    <div className={classes['tab']}>
      <QueryView query={minted} lines={4}>
        {(raw) => <Verdict raw={raw} result={result} />}
      </QueryView>
      <Button variant="default" loading={minted.isFetching} onClick={() => void minted.refetch()}>
        Mint again
      </Button>
    </div>
  );
}

function Verdict(props: { raw: string; result: TemplateResult }) {
  const verdict = judgeMinted(props.raw, props.result);
  if (verdict === null) return <p role="alert">What the instance answered is no token.</p>;
  const { isEqual, mintedBytes, predictedBytes } = verdict;
  return (
    <>
      <p className={classes['verdict']} data-equal={isEqual}>
        {isEqual ? (
          <IconCircleCheck size={17} stroke={1.7} aria-hidden />
        ) : (
          <IconCircleX size={17} stroke={1.7} aria-hidden />
        )}
        <b>{isEqual ? 'Equal.' : 'Different.'}</b>
        <span>
          {isEqual
            ? `The instance minted exactly what the preview shows: ${formatBytes(mintedBytes)}${verdict.isSameText ? ', byte for byte.' : ', its members in another order.'}`
            : `Predicted ${formatBytes(predictedBytes)}, minted ${formatBytes(mintedBytes)}.`}
        </span>
      </p>
      {!isEqual && (
        <ChangeTable
          label="Preview against minted"
          before="Preview"
          after="Minted"
          changes={verdict.changes}
        />
      )}
      <pre className={classes['json']} data-part="payload">
        {JSON.stringify(verdict.claims, null, 2)}
      </pre>
      <p className="dim">
        Custom claims of a token of {formatCount(verdict.totalChars)} characters, minted for your
        session just now.
      </p>
    </>
  );
}
