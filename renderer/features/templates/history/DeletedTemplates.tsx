import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import {
  TemplateHistory,
  type JwtTemplate,
  type TemplateVersion,
} from '../../../../shared/contract/http.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { formOf } from '../properties/properties.logic.ts';
import { SaveDialog } from '../save/SaveDialog.tsx';
import { asJson } from '../session/session.logic.ts';
import { Actor } from './Actor.tsx';
import { deletedOf } from './history.logic.ts';
import classes from './history.module.css';
import { useHistoryPages } from './useHistoryPages.ts';

/** Templates that were deleted through this backend, quietly: nothing while there are none. */
export function DeletedTemplates(props: {
  existing: readonly JwtTemplate[];
  onRestored: (template: JwtTemplate) => void;
}) {
  const pages = useHistoryPages('/v1/templates/history?limit=100', TemplateHistory);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<TemplateVersion | null>(null);
  const versions = pages.data?.pages.flatMap(({ data }) => data) ?? [];
  const deleted = deletedOf(versions, props.existing);
  if (deleted.length === 0 && !pages.hasNextPage) return null;
  return (
    <>
      <button type="button" className={classes['deleted']} onClick={() => setOpen(true)}>
        Deleted · {formatCount(deleted.length)}
        {pages.hasNextPage && '+'}
      </button>
      <Modal
        opened={isOpen && chosen === null}
        onClose={() => setOpen(false)}
        size="lg"
        title="Deleted templates"
        closeButtonProps={{ 'aria-label': 'Close' }}
        transitionProps={{ duration: 80 }}
      >
        <ul className={classes['versions']} aria-label="Deleted templates">
          {deleted.map((version) => (
            <li key={version.id} className={classes['version']}>
              <div className={classes['head']}>
                <span>
                  <b>{version.template.name}</b>{' '}
                  <span className="dim">
                    {claimCount(version)}, deleted by <Actor userId={version.actorId} />,{' '}
                    <RelativeTime atMs={version.atMs} />
                  </span>
                </span>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Restore ${version.template.name}`}
                  onClick={() => setChosen(version)}
                >
                  Restore…
                </Button>
              </div>
            </li>
          ))}
        </ul>
        <div className={classes['foot']}>
          {pages.hasNextPage && (
            <Button
              variant="default"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              Look further back
            </Button>
          )}
          <p className="dim">
            As this backend saw them: what was deleted in Clerk’s Dashboard is not here.
          </p>
        </div>
      </Modal>
      {chosen !== null && (
        <SaveDialog
          template={null}
          claims={asJson(chosen.template.claims)}
          properties={formOf(chosen.template)}
          typedKey={null}
          note={`${chosen.template.name} as it was when it was deleted; it gets a new id.`}
          onClose={() => setChosen(null)}
          onSaved={(template) => {
            setChosen(null);
            setOpen(false);
            props.onRestored(template);
          }}
        />
      )}
    </>
  );
}

const claimCount = ({ template }: TemplateVersion): string => {
  const count = Object.keys(template.claims).length;
  return `${formatCount(count)} ${count === 1 ? 'claim' : 'claims'}`;
};
