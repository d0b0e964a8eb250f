import { ActionIcon, Button, Switch, TextInput, Tooltip } from '@mantine/core';
import IconTrash from '@tabler/icons-react/icons/IconTrash';
import { useState, type KeyboardEvent } from 'react';
import { flagProblem } from './settings.logic.ts';
import { stateOf, type FieldsProps } from './fields.ts';
import common from '../common/common.module.css';
import classes from './settings.module.css';

/** Switches by the names your app gives them. */
export function FlagFields({ form, canWrite }: FieldsProps) {
  const flags = form.values.featureFlags;
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const problem = flagProblem(name, flags);
  const set = (next: [string, boolean][]): void =>
    form.setFieldValue('featureFlags', Object.fromEntries(next));
  const add = (): void => {
    if (name === '' || problem !== null) return;
    set([...Object.entries(flags), [name, true]]);
    setTyped('');
  };
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    // Enter in here adds the flag; it does not save the whole form.
    event.preventDefault();
    add();
  };
  const entries = Object.entries(flags);
  return (
    <div className={classes['fields']}>
      {entries.length === 0 ? (
        <p className={common['quiet']}>
          No flags yet. Your app reads them by name; what is not here is off.
        </p>
      ) : (
        <ul className={classes['flags']} aria-label="Flags">
          {entries.map(([flag, on]) => (
            <li key={flag}>
              <Switch
                label={<code>{flag}</code>}
                description={stateOf(canWrite, on).replace(' · ', '')}
                disabled={!canWrite}
                checked={on}
                onChange={(change) => {
                  const { checked } = change.currentTarget;
                  set(entries.map(([each, old]) => [each, each === flag ? checked : old]));
                }}
              />
              {canWrite && (
                <Tooltip label="Remove this flag">
                  <ActionIcon
                    aria-label={`Remove the flag ${flag}`}
                    onClick={() => set(entries.filter(([each]) => each !== flag))}
                  >
                    <IconTrash size={15} stroke={1.6} />
                  </ActionIcon>
                </Tooltip>
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite && (
        <div className={classes['addFlag']}>
          <TextInput
            aria-label="Name of a new flag"
            placeholder="new-editor"
            value={typed}
            error={problem}
            onKeyDown={onEnter}
            onChange={(change) => setTyped(change.currentTarget.value)}
          />
          <Button variant="default" disabled={name === '' || problem !== null} onClick={add}>
            Add flag
          </Button>
        </div>
      )}
    </div>
  );
}
