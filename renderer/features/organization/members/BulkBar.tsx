import { Button, CloseButton, NativeSelect } from '@mantine/core';
import type { Role } from '../../../../shared/contract/http.ts';
import { formatCount } from '../../../ui/format.logic.ts';
import { dangerQuiet } from '../common/danger.ts';
import type { BulkWork } from './bulk.logic.ts';
import classes from './members.module.css';

/** What can be done with the selection. It is there while something is selected. */
export function BulkBar(props: {
  count: number;
  roles: readonly Role[];
  onWork: (work: BulkWork) => void;
  onClear: () => void;
}) {
  const { count, roles } = props;
  return (
    <section className={classes['bulkBar']} aria-label="Selected members">
      <output>
        <b>{formatCount(count)}</b> selected
      </output>
      <NativeSelect
        size="xs"
        aria-label="Role for the selected members"
        value=""
        onChange={({ currentTarget: { value } }) => {
          if (value !== '') props.onWork({ kind: 'role', role: value });
        }}
        data={[
          { value: '', label: 'Change role to…' },
          ...roles.map(({ key, name }) => ({ value: key, label: `${name} (${key})` })),
        ]}
      />
      <Button size="xs" {...dangerQuiet} onClick={() => props.onWork({ kind: 'remove' })}>
        Remove…
      </Button>
      <CloseButton size="sm" aria-label="Clear the selection" onClick={props.onClear} />
    </section>
  );
}
