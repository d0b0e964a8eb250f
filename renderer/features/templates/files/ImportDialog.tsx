import { Button, Modal } from '@mantine/core';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { diffClaims } from '../../../../shared/domain/token/diff.ts';
import { useFocusReturn } from '../../../ui/useFocusReturn.ts';
import type { PropertyChange } from '../properties/properties.logic.ts';
import { Differences } from '../save/Differences.tsx';
import classes from '../save/save.module.css';

/** Claims from elsewhere, against the text they would replace, before they do. */
export function ImportDialog(props: {
  title: string;
  /** Where they come from, as the name of a column. */
  from: string;
  claims: JsonObject;
  properties: readonly PropertyChange[];
  /** What is open, and its claims; null while its text is no JSON object. */
  openName: string;
  openClaims: JsonObject | null;
  /** Unsaved changes would be replaced. */
  losesChanges: boolean;
  onReplace: () => void;
  /** Null where a draft of it exists already. */
  onDraft: (() => void) | null;
  onClose: () => void;
}) {
  const { openClaims, openName, from } = props;
  useFocusReturn();
  const changes = openClaims === null ? [] : diffClaims(openClaims, props.claims).changes;
  const isSame = openClaims !== null && changes.length === 0 && props.properties.length === 0;
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="xl"
      title={props.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes['dialog']}>
        {openClaims === null && <p>The text of {openName} is no JSON object to compare with.</p>}
        {isSame ? (
          <p>
            {from} holds what {openName} holds.
          </p>
        ) : (
          <Differences
            properties={props.properties}
            changes={changes}
            before={openName}
            after={from}
            same={openClaims === null ? null : 'The claims are the same.'}
          />
        )}
        <div className={classes['buttons']}>
          {props.onDraft !== null && <Button onClick={props.onDraft}>New draft</Button>}
          <Button variant={props.onDraft === null ? 'filled' : 'default'} onClick={props.onReplace}>
            Replace the text of {openName}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
        <p className="dim">
          Nothing on the instance changes until you save.
          {props.losesChanges && ` Your unsaved changes of ${openName} would be gone.`}
        </p>
      </div>
    </Modal>
  );
}
