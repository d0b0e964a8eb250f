import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';

/** Clerk has no API for the claims of the session token: its Dashboard takes them as text. */
export function CopyForDashboard(props: { text: () => string }) {
  const clipboard = useClipboard({ timeout: 1_200 });
  return (
    <Button
      size="compact-xs"
      title="Paste it in Clerk’s Dashboard: Sessions, Customize session token"
      onClick={() => clipboard.copy(props.text())}
    >
      {clipboard.copied ? 'Copied' : 'Copy for the Dashboard'}
    </Button>
  );
}
