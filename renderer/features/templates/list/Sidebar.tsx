import { memo } from 'react';
import type { JwtTemplate } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import type { DraftStore } from '../draftStore.ts';
import { DeletedTemplates } from '../history/DeletedTemplates.tsx';
import type { ListLine } from './lines.logic.ts';
import { NewDraftMenu } from './NewDraftMenu.tsx';
import { TemplateList } from './TemplateList.tsx';

/** The first column. Drawn anew when a line of it changes, and not at every letter typed beside it. */
export const Sidebar = memo(function Sidebar(props: {
  lines: readonly ListLine[];
  selected: string;
  error: AppError | null;
  connected: boolean;
  store: DraftStore;
  /** Templates of the instance; null for whoever may not see them. */
  existing: readonly JwtTemplate[] | null;
  onRetry: () => void;
  onSaved: (key: string) => void;
}) {
  const { store, existing } = props;
  return (
    <TemplateList
      lines={props.lines}
      selected={props.selected}
      error={props.error}
      connected={props.connected}
      onSelect={store.select}
      onRetry={props.onRetry}
      menu={<NewDraftMenu onPick={store.begin} />}
      foot={
        existing !== null && (
          <DeletedTemplates
            existing={existing}
            onRestored={({ id }) => {
              store.select(id);
              props.onSaved(id);
            }}
          />
        )
      }
    />
  );
});
