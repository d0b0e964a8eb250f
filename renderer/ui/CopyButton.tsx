import { ActionIcon, CopyButton as MantineCopy, Tooltip } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';

/** Copies a value; `label` says what, for example `Copy user id`. */
export function CopyButton(props: { value: string; label: string; size?: number }) {
  const size = props.size ?? 14;
  return (
    <MantineCopy value={props.value} timeout={1_200}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : props.label}>
          <ActionIcon size={size + 8} aria-label={props.label} onClick={copy}>
            {copied ? (
              <IconCheck size={size} color="var(--cd-good)" />
            ) : (
              <IconCopy size={size} stroke={1.6} />
            )}
          </ActionIcon>
        </Tooltip>
      )}
    </MantineCopy>
  );
}
