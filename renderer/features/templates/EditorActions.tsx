import { ActionIcon, Button, CopyButton, Menu } from '@mantine/core';
import { useClipboard, useHotkeys } from '@mantine/hooks';
import IconDots from '@tabler/icons-react/icons/IconDots';
import { useRef, useState } from 'react';
import type { JwtTemplate } from '../../../shared/contract/http.ts';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { formatClaims } from './analysis.logic.ts';
import type { TemplateEntry } from './entries.logic.ts';
import { DeleteDialog } from './save/DeleteDialog.tsx';
import { ImportDialog } from './save/ImportDialog.tsx';
import { fileText, maxFileBytes, readFileText } from './save/save.logic.ts';
import { SaveDialog } from './save/SaveDialog.tsx';
import { useExport } from './save/useExport.ts';
import classes from './templates.module.css';

interface ActionProps {
  readonly entry: TemplateEntry;
  /** The claims of the text; null while it is no JSON object. */
  readonly claims: JsonObject | null;
  /** Whether this person may write templates of the instance. */
  readonly canSave: boolean;
  readonly onReplaceText: (text: string) => void;
  readonly onDiscard: () => void;
  readonly onBegin: (draft: { name: string; text: string }) => void;
  readonly onSaved: (template: JwtTemplate) => void;
  readonly onDeleted: () => void;
}

type Open =
  | { readonly dialog: 'save' | 'delete' }
  | {
      readonly dialog: 'import';
      readonly fileName: string;
      readonly name: string | null;
      readonly claims: JsonObject;
    }
  | null;

/** What can be done with the text: format, save, discard, to a file and from one, delete. */
export function EditorActions(props: ActionProps) {
  const { entry, claims } = props;
  const { deployed } = entry;
  const [open, setOpen] = useState<Open>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const canSave = props.canSave && entry.kind === 'jwt-template';
  const save = (): void => {
    if (canSave && claims !== null) setOpen({ dialog: 'save' });
  };
  useHotkeys([['mod+S', save]], [], true);

  const read = async (file: File): Promise<void> => {
    if (file.size > maxFileBytes) {
      setTrouble('The file is larger than 1 MB: no template is.');
      return;
    }
    const found = readFileText(await file.text());
    setTrouble(found.ok ? null : found.message);
    if (found.ok) {
      setOpen({ dialog: 'import', fileName: file.name, name: found.name, claims: found.claims });
    }
  };
  const close = (): void => setOpen(null);

  return (
    <span className={classes['tools']}>
      {trouble !== null && (
        <span role="alert" className={classes['fileTrouble']}>
          {trouble}
        </span>
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        disabled={claims === null}
        onClick={() => props.onReplaceText(formatClaims(claims))}
      >
        Format
      </Button>
      {entry.kind === 'session-claims' && <CopyForDashboard text={entry.text} />}
      {canSave && (
        <Button size="compact-xs" disabled={claims === null} onClick={save}>
          Save…
        </Button>
      )}
      <MoreMenu
        {...props}
        onFile={(file) => void read(file)}
        onDelete={() => setOpen({ dialog: 'delete' })}
      />
      {open?.dialog === 'save' && claims !== null && (
        <SaveDialog
          entry={entry}
          claims={claims}
          onClose={close}
          onSaved={(template) => {
            close();
            props.onSaved(template);
          }}
        />
      )}
      {open?.dialog === 'delete' && deployed !== null && (
        <DeleteDialog
          template={deployed}
          onClose={close}
          onDeleted={() => {
            close();
            props.onDeleted();
          }}
        />
      )}
      {open?.dialog === 'import' && (
        <ImportDialog
          fileName={open.fileName}
          claims={open.claims}
          openName={entry.name}
          openClaims={claims}
          onClose={close}
          onReplace={() => {
            close();
            props.onReplaceText(formatClaims(open.claims));
          }}
          onDraft={() => {
            close();
            props.onBegin({
              name: open.name ?? open.fileName.replace(/\.json$/i, '').slice(0, 64),
              text: formatClaims(open.claims),
            });
          }}
        />
      )}
    </span>
  );
}

/** Clerk has no API for the claims of the session token: its dashboard takes them as text. */
function CopyForDashboard(props: { text: string }) {
  return (
    <CopyButton value={props.text} timeout={1_200}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          title="Paste it in Clerk’s dashboard: Sessions, Customize session token"
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy for the Dashboard'}
        </Button>
      )}
    </CopyButton>
  );
}

function MoreMenu(props: ActionProps & { onFile: (file: File) => void; onDelete: () => void }) {
  const { entry, claims, canSave } = props;
  const { deployed } = entry;
  const picker = useRef<HTMLInputElement>(null);
  const exported = useExport({
    what: 'Template',
    name: `${entry.name}.json`,
    type: 'application/json',
    text: () => fileText(entry.name, claims ?? {}, deployed),
  });
  const clipboard = useClipboard();
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label="Template file"
        hidden
        onChange={(change) => {
          const [file] = change.currentTarget.files ?? [];
          change.currentTarget.value = '';
          if (file !== undefined) props.onFile(file);
        }}
      />
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={`More for ${entry.name}`}>
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => picker.current?.click()}>Open a file…</Menu.Item>
          <Menu.Item disabled={claims === null} onClick={exported.run}>
            {exported.label}
          </Menu.Item>
          <Menu.Item onClick={() => clipboard.copy(entry.text)}>Copy the text</Menu.Item>
          {entry.dirty && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={props.onDiscard}>
                {deployed === null ? 'Delete draft' : 'Discard changes'}
              </Menu.Item>
            </>
          )}
          {canSave && deployed !== null && entry.kind === 'jwt-template' && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" onClick={props.onDelete}>
                Delete template…
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
