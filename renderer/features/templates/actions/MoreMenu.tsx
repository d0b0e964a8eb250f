import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import IconDots from '@tabler/icons-react/icons/IconDots';
import { useRef } from 'react';
import { asAppError } from '../../../app/errors.ts';
import { saveFile } from '../../../app/saveFile.ts';
import { fileOf, readFile } from '../files/files.logic.ts';
import type { ActionsProps } from './look.ts';

/** Files, the clipboard, and what takes something away. */
export function MoreMenu(props: ActionsProps & { onFormat: () => void }) {
  const { latest, onTrouble, hasClaims } = props;
  const picker = useRef<HTMLInputElement>(null);
  const clipboard = useClipboard();

  const open = async (file: File): Promise<void> => {
    const found = await readFile(file);
    onTrouble(found.ok ? null : found.message);
    if (found.ok) latest().open({ is: 'open-file', file: found.file });
  };
  const save = async (): Promise<void> => {
    const { entry, claims } = latest();
    if (claims === null) return;
    try {
      await saveFile(fileOf(entry, claims));
      onTrouble(null);
    } catch (cause) {
      const { message, remedy } = asAppError(cause);
      onTrouble(remedy === undefined ? message : `${message} ${remedy}`);
    }
  };
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
          if (file !== undefined) void open(file);
        }}
      />
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon size="sm" aria-label={`More for ${props.name}`}>
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => picker.current?.click()}>Open file…</Menu.Item>
          <Menu.Item disabled={!hasClaims} onClick={() => void save()}>
            Save as file…
          </Menu.Item>
          {props.kind === 'session-claims' && (
            <Menu.Item disabled={!hasClaims} onClick={props.onFormat}>
              Format
            </Menu.Item>
          )}
          <Menu.Item onClick={() => clipboard.copy(latest().entry.text)}>Copy the text</Menu.Item>
          {props.isDirty && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={() => latest().discard()}>
                {props.source === 'draft' ? 'Delete draft' : 'Discard changes'}
              </Menu.Item>
            </>
          )}
          {props.canSave && props.source === 'template' && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" onClick={() => latest().open({ is: 'delete' })}>
                Delete template…
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
