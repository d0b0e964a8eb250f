import { SessionClaims } from '../../../../shared/contract/http.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { useServices } from '../../../app/services.tsx';
import type { SessionState } from '../session/session.logic.ts';
import { Differences } from './Differences.tsx';
import { tooLargeToSave } from './limits.logic.ts';
import { useWrite } from './useWrite.ts';
import { WriteDialog } from './WriteDialog.tsx';

/** Shows what a change of the session token customization changes, before it is done. */
export function SaveSessionDialog(props: {
  session: Extract<SessionState, { from: 'instance' }>;
  claims: JsonObject;
  /** Said first, for example that this restores a version. */
  note?: string;
  onSaved: () => void;
  onClose: () => void;
}) {
  const { session, claims } = props;
  const { api, bootstrap } = useServices();
  const write = useWrite('/v1/session-claims');
  const { changes } = diffClaims(session.claims, claims);
  const save = (): Promise<void> =>
    write.run(
      () =>
        api('/v1/session-claims', {
          method: 'PUT',
          body: { claims },
          schema: SessionClaims,
          ...(session.etag === null ? {} : { etag: session.etag }),
        }),
      props.onSaved,
    );
  return (
    <WriteDialog
      title="Save the claims of the session token?"
      lead={
        <>
          {props.note !== undefined && `${props.note} `}
          Every session token of {bootstrap.instance.name}, everybody’s, carries the change from its
          next refresh, within a minute.
        </>
      }
      write={write}
      confirm="Save session token"
      refused={
        changes.length === 0
          ? 'Nothing differs from what is deployed.'
          : tooLargeToSave(claims, 'session-claims')
      }
      afterConflict="The differences above are against what is there now; save again to replace it."
      onConfirm={() => void save()}
      onClose={props.onClose}
    >
      <Differences
        properties={[]}
        changes={changes}
        before="Deployed"
        after="Saved"
        same="The claims stay as deployed."
      />
    </WriteDialog>
  );
}
