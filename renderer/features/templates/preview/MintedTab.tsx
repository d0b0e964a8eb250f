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
import type { WhoChoice } from '../who/useWho.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { judgeMinted, whyNotMinted } from './minted.logic.ts';
import previewClasses from './preview.module.css';
import classes from './token.module.css';

interface MintedProps {
  readonly entry: TemplateEntry;
  readonly result: TemplateResult;
  readonly who: WhoChoice;
}

/** A token of the instance itself beside the preview, with the verdict whether they are the same. */
export function MintedTab(props: MintedProps) {
  const { entry, who } = props;
  const why = whyNotMinted({
    isDraft: entry.source.is === 'draft',
    // Where nobody knows what is deployed, the token is held against whatever the text says.
    isChanged: entry.dirty && !isUnknown(entry),
    isOwnSession: who.isOwnSession,
    isSession: entry.kind === 'session-claims',
  });
  return why === null ? <Minted {...props} /> : <p className={previewClasses['none']}>{why}</p>;
}

const isUnknown = ({ source }: TemplateEntry): boolean =>
  source.is === 'session' && source.session.from === 'unknown';

/** Changes when the instance's own version does: what was minted before is of no use then. */
function versionOf({ source }: TemplateEntry): string | number | null {
  if (source.is === 'template') return source.template.updatedAtMs;
  return source.is === 'session' && source.session.from === 'instance' ? source.session.etag : null;
}

function Minted(props: MintedProps) {
  const { entry, result, who } = props;
  const { clerk } = useServices();
  const sessionId = useSession((state) => state.sessionId);
  const minted = useQuery({
    queryKey: ['minted', sessionId, who.orgId, entry.key, versionOf(entry)],
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
    <div className={previewClasses['tab']}>
      <QueryView query={minted} lines={4}>
        {(raw) => <Verdict raw={raw} result={result} isUnknown={isUnknown(entry)} />}
      </QueryView>
      <Button variant="default" loading={minted.isFetching} onClick={() => void minted.refetch()}>
        Mint again
      </Button>
    </div>
  );
}

function Verdict(props: { raw: string; result: TemplateResult; isUnknown: boolean }) {
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
            ? `${props.isUnknown ? 'Your token carries exactly what this text makes' : 'The instance minted exactly what the preview shows'}: ${formatBytes(mintedBytes)}${verdict.isSameText ? ', byte for byte.' : ', its members in another order.'}`
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
