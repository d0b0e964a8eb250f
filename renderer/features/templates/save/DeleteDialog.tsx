import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { JwtTemplate } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { useApiKey, useServices } from '../../../app/services.tsx';
import { ProductionGate } from './ProductionGate.tsx';
import classes from './save.module.css';

/** Says what a deletion means, then deletes. The claims stay here as a draft, so that it can be made again. */
export function DeleteDialog(props: {
  template: JwtTemplate;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const { template, onClose } = props;
  const { api, bootstrap } = useServices();
  const queries = useQueryClient();
  const listKey = useApiKey('/v1/templates');
  const [mayWrite, setMayWrite] = useState(bootstrap.instance.kind !== 'production');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  const remove = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await api(`/v1/templates/${encodeURIComponent(template.id)}`, {
        method: 'DELETE',
        schema: z.unknown(),
        ...(template.etag === undefined ? {} : { etag: template.etag }),
      });
      props.onDeleted();
      await queries.invalidateQueries({ queryKey: listKey });
    } catch (cause) {
      const failure = asAppError(cause);
      if (failure.code === 'resource.conflict') {
        await queries.invalidateQueries({ queryKey: listKey });
      }
      setError(failure);
      setBusy(false);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Delete ${template.name}?`}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes['dialog']}>
        <p>
          Every <code>getToken({`{ template: '${template.name}' }`})</code> fails from then on;
          tokens given out work until they expire. Its claims stay here as a draft.
          {template.customSigningKey && ' Its signing key is gone with it.'}
        </p>
        <ProductionGate onChange={setMayWrite} />
        {error !== null && (
          <p role="alert" className={classes['problem']}>
            {error.message} {error.remedy} <code>{error.code}</code>
          </p>
        )}
        <div className={classes['buttons']}>
          <Button color="red" loading={busy} disabled={!mayWrite} onClick={() => void remove()}>
            Delete template
          </Button>
          <Button variant="default" disabled={busy} onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  );
}
