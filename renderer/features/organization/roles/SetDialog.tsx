import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { danger as dangerLook } from '../common/danger.ts';
import { Dialog } from '../common/Dialog.tsx';
import { Problem } from '../common/Problem.tsx';
import { useWork } from '../common/useWork.ts';
import common from '../common/common.module.css';

/** One change of role sets: what it does, its fields, and the button that does it. */
export function SetDialog(props: {
  title: string;
  /** Whom it reaches, in a sentence or two. */
  effect: ReactNode;
  action: string;
  danger?: boolean;
  /** False while something is missing. */
  ready: boolean;
  work: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}) {
  const { busy, error, run } = useWork();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await run(props.work)) props.onClose();
  };
  return (
    <Dialog title={props.title} busy={busy} onClose={props.onClose}>
      <form className={common['form']} onSubmit={(event) => void submit(event)}>
        {props.children}
        <div>{props.effect}</div>
        <Problem error={error} />
        <div className={common['buttons']}>
          <Button
            type="submit"
            {...(props.danger === true ? dangerLook : {})}
            loading={busy}
            disabled={!props.ready}
          >
            {props.action}
          </Button>
          <Button variant="default" disabled={busy} onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
