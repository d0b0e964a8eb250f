import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { formatClaims } from '../analysis.logic.ts';
import { CopyForDashboard } from './CopyForDashboard.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { saveDialogOf, type Work } from './work.ts';
import classes from './actions.module.css';

/** What can be done with the text: format it, save it where it belongs, and the rest in a menu. */
export function EditorActions(props: { work: Work; onTrouble: (message: string | null) => void }) {
  const { work } = props;
  const { entry, claims } = work;
  const dialog = saveDialogOf(work);
  const save = (): void => {
    if (dialog !== null && claims !== null) work.open(dialog);
  };
  useHotkeys([['mod+S', save]], [], true);
  return (
    <span className={classes['tools']}>
      {/* Beside the long names of what a session token needs there is no room: the menu has it then. */}
      {entry.kind === 'jwt-template' && (
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={claims === null}
          onClick={() => work.replaceText(formatClaims(claims))}
        >
          Format
        </Button>
      )}
      {entry.kind === 'session-claims' && (dialog === null || dialog.is === 'mark') && (
        <CopyForDashboard text={entry.text} />
      )}
      {dialog !== null && dialog.is !== 'mark' && (
        <Button size="compact-xs" disabled={claims === null} onClick={save}>
          {dialog.is === 'to-session' ? 'Use for the session token…' : 'Save…'}
        </Button>
      )}
      <MoreMenu work={work} onTrouble={props.onTrouble} />
    </span>
  );
}
