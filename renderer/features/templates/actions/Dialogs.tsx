import { formatExact } from '../../../ui/format.logic.ts';
import { formatClaims } from '../analysis.logic.ts';
import { sessionName } from '../entries.logic.ts';
import { ImportDialog } from '../files/ImportDialog.tsx';
import { nameFrom } from '../files/files.logic.ts';
import { newForm, propertyChanges } from '../properties/properties.logic.ts';
import { DeleteDialog } from '../save/DeleteDialog.tsx';
import { SaveDialog } from '../save/SaveDialog.tsx';
import { SaveSessionDialog } from '../save/SaveSessionDialog.tsx';
import { MarkDialog } from '../session/MarkDialog.tsx';
import type { OpenDialog, Work } from './work.ts';

interface DialogProps<D extends OpenDialog = OpenDialog> {
  readonly work: Work;
  readonly dialog: D;
  readonly onClose: () => void;
}

/** The dialog that is open over the editor. */
export function Dialogs(props: DialogProps) {
  const { work, dialog, onClose } = props;
  const { entry, claims } = work;
  if (dialog.is === 'restore') return <Restore {...props} dialog={dialog} />;
  if (dialog.is === 'open-file') return <OpenFile {...props} dialog={dialog} />;
  if (dialog.is === 'delete') {
    return entry.source.is !== 'template' ? null : (
      <DeleteDialog template={entry.source.template} onClose={onClose} onDeleted={work.onDeleted} />
    );
  }
  if (claims === null) return null;
  if (dialog.is === 'to-session') return <ToSession {...props} claims={claims} />;
  if (dialog.is === 'mark') {
    return entry.source.is !== 'session' ? null : (
      <MarkDialog
        session={entry.source.session}
        choice={work.session}
        claims={claims}
        onMarked={() => work.onSaved(null, false)}
        onClose={onClose}
      />
    );
  }
  if (entry.source.is === 'session') {
    return entry.source.session.from !== 'instance' ? null : (
      <SaveSessionDialog
        session={entry.source.session}
        claims={claims}
        onSaved={() => work.onSaved(null, false)}
        onClose={onClose}
      />
    );
  }
  return (
    <SaveDialog
      template={entry.source.is === 'template' ? entry.source.template : null}
      claims={claims}
      properties={entry.properties}
      typedKey={{ isThere: work.hasKey, read: () => work.keyField.current?.value ?? '' }}
      onSaved={(saved) => work.onSaved(saved, false)}
      onClose={onClose}
    />
  );
}

/** An old version, by the ordinary way of saving. Changes that are in the editor stay there. */
function Restore(props: DialogProps<Extract<OpenDialog, { is: 'restore' }>>) {
  const { work, onClose } = props;
  const { entry } = work;
  const { version } = props.dialog;
  const stay = entry.dirty ? ' Your unsaved changes stay in the editor.' : '';
  const note = `This restores the version of ${formatExact(version.atMs).local}.${stay}`;
  const { source } = entry;
  if (source.is === 'session' && source.session.from === 'instance') {
    return (
      <SaveSessionDialog
        session={source.session}
        claims={version.claims}
        note={note}
        onSaved={() => work.onSaved(null, true)}
        onClose={onClose}
      />
    );
  }
  if (source.is !== 'template' || version.properties === null) return null;
  return (
    <SaveDialog
      template={source.template}
      claims={version.claims}
      properties={version.properties}
      typedKey={null}
      note={note}
      onSaved={(saved) => work.onSaved(saved, true)}
      onClose={onClose}
    />
  );
}

function OpenFile(props: DialogProps<Extract<OpenDialog, { is: 'open-file' }>>) {
  const { work, onClose } = props;
  const { entry } = work;
  const { file } = props.dialog;
  const text = formatClaims(file.claims);
  // The name stays: replacing what a template holds does not rename it.
  const properties =
    file.properties === null || entry.kind === 'session-claims'
      ? null
      : { ...file.properties, name: entry.properties.name };
  return (
    <ImportDialog
      title={`Open ${file.fileName}`}
      from={file.fileName}
      claims={file.claims}
      properties={properties === null ? [] : propertyChanges(entry.properties, properties, false)}
      openName={entry.name}
      openClaims={work.claims}
      losesChanges={entry.textChanged}
      onClose={onClose}
      onReplace={() => {
        onClose();
        work.replaceText(text);
        if (properties !== null) work.change({ properties });
      }}
      onDraft={() => {
        onClose();
        work.begin({
          kind: entry.kind,
          text,
          properties: file.properties ?? newForm(nameFrom(file.fileName)),
        });
      }}
    />
  );
}

/** A draft of session token claims, on its way to the one place they are saved from. */
function ToSession(props: DialogProps & { claims: NonNullable<Work['claims']> }) {
  const { work, onClose, claims } = props;
  const { entry, sessionEntry } = work;
  if (sessionEntry === null) return null;
  return (
    <ImportDialog
      title={`Use ${entry.name} for the session token?`}
      from={entry.name}
      claims={claims}
      properties={[]}
      openName={sessionName}
      openClaims={sessionEntry.deployed ?? {}}
      losesChanges={sessionEntry.textChanged}
      onClose={onClose}
      onReplace={() => {
        onClose();
        work.toSession(entry.text);
      }}
      onDraft={null}
    />
  );
}
