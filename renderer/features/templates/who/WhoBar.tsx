import { ActionIcon, Checkbox, Select, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { memo } from 'react';
import type { ScanUser } from '../../../../shared/contract/http.ts';
import classes from './who.module.css';
import { emailOf, idOf, nameOf, type Place } from './who.logic.ts';
import type { WhoChoice } from './useWho.ts';

/** For whom: any user of the instance, any of their organizations, an ordinary or an impersonated session. */
export const WhoBar = memo(function WhoBar(props: { choice: WhoChoice }) {
  const { choice } = props;
  useHotkeys(
    [
      ['alt+PageDown', () => void choice.step(1)],
      ['alt+PageUp', () => void choice.step(-1)],
    ],
    [],
    true,
  );
  const label = (user: ScanUser): string =>
    `${nameOf(user.user)}${idOf(user.user) === choice.ownId ? ' (you)' : ''}`;
  return (
    <div className={classes['bar']}>
      <span className={classes['step']}>
        <Step by={-1} choice={choice} />
        <Step by={1} choice={choice} />
      </span>
      <Select
        aria-label="User of the preview"
        size="xs"
        searchable
        allowDeselect={false}
        data={choice.users.map((user) => ({ value: idOf(user.user), label: label(user) }))}
        value={choice.userId}
        onChange={(id) => id !== null && choice.pickUser(id)}
        onSearchChange={(text) => {
          // A choice writes its label into the field, which is no search.
          choice.setSearch(choice.users.some((user) => label(user) === text) ? '' : text);
        }}
        // The instance searched already, in more than the label.
        filter={({ options }) => options}
        nothingFoundMessage="Nobody by that name."
        maxDropdownHeight={320}
        selectFirstOptionOnChange
        comboboxProps={dropdown}
        renderOption={({ option }) => {
          const user = choice.users.find((one) => idOf(one.user) === option.value);
          return (
            <span className={classes['option']}>
              {option.label}
              <span>{user === undefined ? '' : (emailOf(user.user) ?? option.value)}</span>
            </span>
          );
        }}
      />
      <Select
        aria-label="Organization of the preview"
        size="xs"
        searchable
        allowDeselect={false}
        data={choice.places.map((place) => ({
          value: place.orgId ?? '',
          label: placeLabel(place),
        }))}
        value={choice.orgId ?? ''}
        onChange={(id) => id !== null && choice.pickPlace(id === '' ? null : id)}
        nothingFoundMessage="In no such organization."
        selectFirstOptionOnChange
        comboboxProps={dropdown}
      />
      <Tooltip label="A session that you opened for this user: session.actor is you">
        <Checkbox
          size="xs"
          label="Impersonated"
          checked={choice.impersonated}
          onChange={(change) => choice.setImpersonated(change.currentTarget.checked)}
        />
      </Tooltip>
    </div>
  );
});

/** Wider than its field: a name and an address have to fit. */
const dropdown = { width: 270, position: 'bottom-start' } as const;

const placeLabel = ({ name, role }: Place): string => (role === null ? name : `${name} · ${role}`);

function Step(props: { by: 1 | -1; choice: WhoChoice }) {
  const { by, choice } = props;
  const [name, keys, Icon] =
    by === 1
      ? (['Next user', 'Page Down', IconChevronRight] as const)
      : (['Previous user', 'Page Up', IconChevronLeft] as const);
  return (
    <Tooltip label={`${name} (Alt + ${keys})`}>
      <ActionIcon size="sm" aria-label={name} onClick={() => void choice.step(by)}>
        <Icon size={15} stroke={1.8} />
      </ActionIcon>
    </Tooltip>
  );
}
