import { Textarea } from '@mantine/core';
import { useEffect, type Ref } from 'react';
import classes from './properties.module.css';

/**
 * A signing key on its way to Clerk. The field owns its text: nothing else of the page holds it, and it is gone
 * with the field.
 */
export function SigningKeyField({
  ref,
  ...props
}: {
  ref: Ref<HTMLTextAreaElement>;
  /** Clerk holds one already. */
  isReplacing: boolean;
  /** Always the same function. Told that there is none when the field goes. */
  onTyped: (isThere: boolean) => void;
}) {
  const { onTyped } = props;
  useEffect(() => () => onTyped(false), [onTyped]);
  return (
    <Textarea
      ref={ref}
      size="xs"
      label="Signing key"
      description={
        props.isReplacing
          ? 'Clerk never gives the old one back. Whether it stays when this is left empty is not documented: enter it again to be sure.'
          : 'The secret for HS256, a private key in PEM for RS256. It goes to Clerk once and cannot be read back.'
      }
      autoComplete="off"
      spellCheck={false}
      minRows={2}
      classNames={{ input: classes['secret'] ?? '', description: classes['say'] ?? '' }}
      onChange={(change) => onTyped(change.currentTarget.value !== '')}
    />
  );
}
