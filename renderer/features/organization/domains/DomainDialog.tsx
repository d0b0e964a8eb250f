import { Button } from '@mantine/core';
import { z } from 'zod';
import { OrgDomain } from '../../../../shared/contract/http.ts';
import { useServices } from '../../../app/services.tsx';
import { danger } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import { modeName } from './domains.logic.ts';
import common from '../common/common.module.css';

/** Asks before a domain is deleted, or taken for the organization's own without a mail. */
export function DomainDialog(props: {
  domain: OrgDomain;
  kind: 'delete' | 'verify';
  onClose: () => void;
}) {
  const { domain, kind, onClose } = props;
  const { api } = useServices();
  const { busy, error, run } = useWork();
  const path = `/v1/org/domains/${encodeURIComponent(domain.id)}` as const;
  const isDeletion = kind === 'delete';

  const confirm = async (): Promise<void> => {
    const done = await run(() =>
      isDeletion
        ? api(path, { method: 'DELETE', etag: domain.etag, schema: z.unknown() })
        : api(path, {
            method: 'PATCH',
            body: { verified: true },
            etag: domain.etag,
            schema: OrgDomain,
          }),
    );
    if (done) onClose();
  };

  return (
    <Dialog
      title={isDeletion ? `Delete ${domain.name}?` : `Is ${domain.name} yours?`}
      busy={busy}
      size="md"
      onClose={onClose}
    >
      <p className={common['line']}>
        {isDeletion
          ? 'Nobody comes in by this domain any more. Members who came in by it stay; invitations and suggestions that still wait are Clerk’s to end.'
          : `Clerk takes your word for it, without a mail. From then on whoever signs up with an address of ${domain.name} comes in as chosen: ${modeName(domain.enrollmentMode).toLowerCase()}.`}
      </p>
      <Problem error={error} />
      <div className={common['buttons']}>
        <Button {...(isDeletion ? danger : {})} loading={busy} onClick={() => void confirm()}>
          {isDeletion ? 'Delete domain' : 'It is ours: verify it'}
        </Button>
        <Button variant="default" disabled={busy} onClick={onClose} data-autofocus>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
