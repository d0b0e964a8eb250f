import { Button, Menu } from '@mantine/core';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import { presets, type Preset } from '../../../../shared/domain/template/presets.ts';
import { Tag } from '../../../ui/Tag.tsx';
import { formatClaims } from '../analysis.logic.ts';
import type { Draft } from '../draftStore.ts';
import { formOfPreset } from '../properties/properties.logic.ts';
import classes from './list.module.css';

/** How a vendor is connected today; a current template needs no word. */
const statusWords: Readonly<Record<Preset['status'], string | null>> = {
  current: null,
  native: 'native integration',
  legacy: 'legacy',
  withdrawn: 'withdrawn',
  undocumented: 'not documented',
};

/** Begins a draft, blank or from the claims of an integration. */
export function NewDraftMenu(props: { onPick: (draft: Omit<Draft, 'key'>) => void }) {
  const begin = (preset: Preset): void => {
    const { vendor, name, kind, claims } = preset;
    props.onPick({
      kind,
      text: formatClaims(claims),
      properties: formOfPreset(preset, name ?? vendor.toLowerCase()),
    });
  };
  return (
    <Menu position="bottom-start" width={360}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconPlus size={14} stroke={1.8} />}>
          New draft
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={440} className={classes['presets']}>
        {presets.map((preset) => (
          <Menu.Item key={preset.id} onClick={() => begin(preset)}>
            {preset.vendor}
            {preset.kind === 'session-claims' && ' · session token claims'}{' '}
            <Status status={preset.status} />
            <span className={classes['presetNote']}>{preset.note}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Status(props: { status: Preset['status'] }) {
  const word = statusWords[props.status];
  return word === null ? null : <Tag>{word}</Tag>;
}
