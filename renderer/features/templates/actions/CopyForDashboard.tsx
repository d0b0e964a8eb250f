import { Button, CopyButton } from '@mantine/core';

/** Clerk has no API for the claims of the session token: its Dashboard takes them as text. */
export function CopyForDashboard(props: { text: string }) {
  return (
    <CopyButton value={props.text} timeout={1_200}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          title="Paste it in Clerk’s Dashboard: Sessions, Customize session token"
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy for the Dashboard'}
        </Button>
      )}
    </CopyButton>
  );
}
