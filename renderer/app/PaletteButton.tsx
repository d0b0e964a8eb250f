import { useHotkeys } from '@mantine/hooks';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { lazy, Suspense } from 'react';
import { useCommands } from './commands.ts';
import { commandKeys, keyLabels } from './keys.logic.ts';
import { isMac } from './platform.ts';
import { useServices } from './services.tsx';
import classes from './frame.module.css';

const loadPalette = () => import('./Palette.tsx');
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }));

/** The way into the palette, and the keys of every command. */
export function PaletteButton() {
  const keysOf = commandKeys(useServices().bootstrap.host);
  const commands = useCommands();
  const open = (): void => void loadPalette().then(({ openPalette }) => openPalette());

  useHotkeys(
    [
      [keysOf.palette, open],
      [keysOf.organization, () => document.getElementById('organization-menu')?.click()],
      ...commands.flatMap(({ keys, run }) =>
        keys === undefined ? [] : [[keys, run] as [string, () => void]],
      ),
    ],
    // Keys with a modifier work in fields and in the editor too.
    [],
    true,
  );
  useHotkeys([[keysOf.sheet, () => void loadPalette().then(({ openKeySheet }) => openKeySheet())]]);

  return (
    <>
      <button type="button" className={classes['search']} onClick={open}>
        <IconSearch size={14} stroke={1.7} />
        <span>Search or run…</span>
        <kbd>{keyLabels(keysOf.palette, isMac()).join(' ')}</kbd>
      </button>
      <Suspense fallback={null}>
        <Palette />
      </Suspense>
    </>
  );
}
