import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusReturn } from '../../../ui/useFocusReturn.ts';

/** A question or a small form over the page. It cannot be left while its work runs. */
export function Dialog(props: {
  title: string;
  busy?: boolean;
  size?: 'md' | 'lg' | 'xl';
  onClose: () => void;
  children: ReactNode;
}) {
  const busy = props.busy ?? false;
  useFocusReturn();
  return (
    <Modal
      opened
      onClose={props.onClose}
      closeOnEscape={!busy}
      closeOnClickOutside={!busy}
      withCloseButton={!busy}
      title={props.title}
      size={props.size ?? 'lg'}
      closeButtonProps={{ 'aria-label': 'Close' }}
      transitionProps={{ duration: 80 }}
    >
      {props.children}
    </Modal>
  );
}
