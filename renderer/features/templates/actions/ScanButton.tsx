import { Button } from '@mantine/core';
import { memo } from 'react';

/** Opens the scan of everybody with the text as it is. */
export const ScanButton = memo(function ScanButton(props: {
  disabled: boolean;
  onClick: () => void;
}) {
  return (
    <Button variant="default" disabled={props.disabled} onClick={props.onClick}>
      Who breaks?
    </Button>
  );
});
