import { Button, Modal } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useServices } from '../../../app/services.tsx';
import { useFocusReturn } from '../../../ui/useFocusReturn.ts';
import { ProductionGate } from './ProductionGate.tsx';
import classes from './save.module.css';
import type { Write } from './useWrite.ts';

/** Something that changes the instance, before it does: what it means, the gate of production, and how it failed. */
export function WriteDialog(props: {
  title: string;
  /** What follows from it, in one or two sentences. */
  lead: ReactNode;
  write: Write;
  confirm: string;
  isDeletion?: boolean;
  /** Why it cannot be done as it stands; null when it can. */
  refused: string | null;
  /** What a lost race means here; the sentence of the error alone when absent. */
  afterConflict?: string;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { write, refused } = props;
  const { error, busy } = write;
  const { kind } = useServices().bootstrap.instance;
  useFocusReturn();
  const [mayWrite, setMayWrite] = useState(kind !== 'production');
  const isRace = error?.code === 'resource.conflict' && props.afterConflict !== undefined;
  return (
    <Modal
      opened
      onClose={props.onClose}
      closeOnEscape={!busy}
      closeOnClickOutside={!busy}
      size={props.isDeletion === true ? 'md' : 'xl'}
      title={props.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 80 }}
    >
      <div className={classes['dialog']}>
        <p>{props.lead}</p>
        {props.children}
        <ProductionGate onChange={setMayWrite} />
        {error !== null && (
          <p role="alert" className={classes['problem']}>
            {error.message} {isRace ? props.afterConflict : error.remedy} <code>{error.code}</code>
          </p>
        )}
        <div className={classes['buttons']}>
          <Button
            loading={busy}
            disabled={refused !== null || !mayWrite}
            onClick={props.onConfirm}
            {...(props.isDeletion === true ? { color: 'red' } : {})}
          >
            {props.confirm}
          </Button>
          <Button variant="default" disabled={busy} onClick={props.onClose}>
            Cancel
          </Button>
          {refused !== null && <span className="dim">{refused}</span>}
        </div>
      </div>
    </Modal>
  );
}
