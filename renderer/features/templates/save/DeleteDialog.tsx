import { z } from 'zod';
import type { JwtTemplate } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { useWrite } from './useWrite.ts';
import { WriteDialog } from './WriteDialog.tsx';

/** Says what a deletion means, then deletes. The claims stay here as a draft, so that it can be made again. */
export function DeleteDialog(props: {
  template: JwtTemplate;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const { template } = props;
  const { api } = useServices();
  const write = useWrite('/v1/templates');
  const remove = (): Promise<void> =>
    write.run(
      () =>
        api(`/v1/templates/${encodeURIComponent(template.id)}`, {
          method: 'DELETE',
          schema: z.unknown(),
          ...(template.etag === undefined ? {} : { etag: template.etag }),
        }),
      props.onDeleted,
    );
  return (
    <WriteDialog
      title={`Delete ${template.name}?`}
      lead={
        <>
          Every <code>getToken({`{ template: '${template.name}' }`})</code> fails from then on;
          tokens given out work until they expire. Its claims stay here as a draft.
          {template.customSigningKey && ' Its signing key is gone with it.'}
        </>
      }
      write={write}
      confirm="Delete template"
      isDeletion
      refused={null}
      onConfirm={() => void remove()}
      onClose={props.onClose}
    />
  );
}
