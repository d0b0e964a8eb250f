import '@mantine/spotlight/styles.layer.css';
import { Modal } from '@mantine/core';
import { Spotlight, spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { useCommands, type Command } from './commands.ts';
import { commandKeys, keyLabels, type Keys } from './keys.logic.ts';
import { isMac } from './platform.ts';
import { useServices } from './services.tsx';
import classes from './frame.module.css';

const sheet = createStore(() => ({ open: false }));
export const openPalette = (): void => spotlight.open();
export const openKeySheet = (): void => sheet.setState({ open: true });

/** ⌘K: pages, organizations, a fresh token, colours. */
export function Palette() {
  const commands = useCommands();
  return (
    <>
      <Spotlight
        actions={groupsOf(commands)}
        shortcut={null}
        nothingFound="Nothing by that name."
        highlightQuery
        scrollable
        maxHeight={380}
        transitionProps={{ duration: 80 }}
        searchProps={{
          leftSection: <IconSearch size={16} stroke={1.6} />,
          placeholder: 'Search or run…',
          'aria-label': 'Search or run',
        }}
      />
      <KeySheet commands={commands} />
    </>
  );
}

function groupsOf(commands: readonly Command[]): SpotlightActionGroupData[] {
  const groups = Map.groupBy(commands, ({ group }) => group);
  return [...groups].map(([group, members]) => ({
    group,
    actions: members.map(({ id, title, note, keys, run }) => ({
      id,
      label: title,
      ...(note === undefined ? {} : { description: note }),
      ...(keys === undefined ? {} : { rightSection: <KeyCaps keys={keys} /> }),
      onClick: run,
    })),
  }));
}

function KeySheet(props: { commands: readonly Command[] }) {
  const open = useStore(sheet, (state) => state.open);
  const keysOf = commandKeys(useServices().bootstrap.host);
  const rows = [
    { title: 'Search or run', keys: keysOf.palette },
    { title: 'Switch organization', keys: keysOf.organization },
    ...props.commands,
    { title: 'This list', keys: keysOf.sheet },
  ];
  return (
    <Modal
      opened={open}
      onClose={() => sheet.setState({ open: false })}
      title="Keys"
      size="sm"
      transitionProps={{ duration: 80 }}
    >
      <table className={classes['keySheet']}>
        <tbody>
          {rows.map(
            ({ title, keys }) =>
              keys !== undefined && (
                <tr key={title}>
                  <th scope="row">{title}</th>
                  <td>
                    <KeyCaps keys={keys} />
                  </td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </Modal>
  );
}

function KeyCaps(props: { keys: Keys }) {
  return (
    <span className={classes['keyCaps']}>
      {keyLabels(props.keys, isMac()).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
