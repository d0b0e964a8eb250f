import { Button, Modal } from '@mantine/core';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { ChangeTable } from '../preview/ChangeTable.tsx';
import classes from './save.module.css';

/** A file that was opened: against the text it would replace, before it does. */
export function ImportDialog(props: {
  fileName: string;
  claims: JsonObject;
  /** The template that is open, and its claims; null while its text is no JSON object. */
  openName: string;
  openClaims: JsonObject | null;
  onReplace: () => void;
  onDraft: () => void;
  onClose: () => void;
}) {
  const { openClaims, openName } = props;
  const changes = openClaims === null ? null : diffClaims(openClaims, props.claims).changes;
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="xl"
      title={`Open ${props.fileName}`}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes['dialog']}>
        {changes === null && <p>The text of {openName} is no JSON object to compare with.</p>}
        {changes?.length === 0 && <p>The file holds what {openName} holds.</p>}
        {changes !== null && changes.length > 0 && (
          <div className={classes['differences']}>
            <ChangeTable
              label="The file against the text"
              before={openName}
              after={props.fileName}
              changes={changes}
            />
          </div>
        )}
        <div className={classes['buttons']}>
          <Button onClick={props.onDraft}>New draft</Button>
          <Button variant="default" onClick={props.onReplace}>
            Replace the text of {openName}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
        <p className="dim">Either way nothing on the instance changes until you save.</p>
      </div>
    </Modal>
  );
}
