import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { memo } from 'react';
import { formatClaims } from '../analysis.logic.ts';
import { CopyForDashboard } from './CopyForDashboard.tsx';
import type { ActionsProps } from './look.ts';
import { MoreMenu } from './MoreMenu.tsx';
import { saveDialogOf, type Work } from './work.ts';
import classes from './actions.module.css';

/** What can be done with the text: format it, save it where it belongs, and the rest in a menu. */
export const EditorActions = memo(function EditorActions(props: ActionsProps) {
  const { latest, kind, saves, hasClaims } = props;
  const save = (): void => {
    const work = latest();
    const dialog = saveDialogOf(work);
    if (dialog !== null && work.claims !== null) work.open(dialog);
  };
  useHotkeys([['mod+S', save]], [], true);
  return (
    <span className={classes['tools']}>
      {/* Beside the long names of what a session token needs there is no room: the menu has it then. */}
      {kind === 'jwt-template' && (
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={!hasClaims}
          onClick={() => format(latest())}
        >
          Format
        </Button>
      )}
      {kind === 'session-claims' && (saves === null || saves === 'mark') && (
        <CopyForDashboard text={() => latest().entry.text} />
      )}
      {saves !== null && saves !== 'mark' && (
        <Button size="compact-xs" disabled={!hasClaims} onClick={save}>
          {saves === 'to-session' ? 'Use for the session token…' : 'Save…'}
        </Button>
      )}
      <MoreMenu {...props} onFormat={() => format(latest())} />
    </span>
  );
});

function format({ claims, replaceText }: Work): void {
  if (claims !== null) replaceText(formatClaims(claims));
}
