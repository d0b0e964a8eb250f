import { Checkbox, Tooltip } from '@mantine/core';
import IconArrowDown from '@tabler/icons-react/icons/IconArrowDown';
import IconArrowUp from '@tabler/icons-react/icons/IconArrowUp';
import type { Member } from '../../../../shared/contract/http.ts';
import type { MemberSort, Selection } from './members.logic.ts';
import classes from './members.module.css';

interface Column {
  readonly sorted: 'ascending' | 'descending' | 'none';
  readonly onSort: () => void;
}

/** Columns that Clerk can sort by are buttons; roles are filtered instead, as it cannot sort by them. */
export function MembersHead(props: {
  column: (sort: MemberSort) => Column;
  canChange: boolean;
  first: readonly Member[];
  total: number;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}) {
  const { column, canChange } = props;
  return (
    <>
      <colgroup>
        {canChange && <col className={classes['checkColumn']} />}
        <col />
        <col className={classes['emailColumn']} />
        <col className={classes['roleColumn']} />
        <col className={classes['joinedColumn']} />
        <col className={classes['menuColumn']} />
      </colgroup>
      <thead>
        <tr>
          {canChange && (
            <th scope="col">
              <SelectAll {...props} />
            </th>
          )}
          <Sortable {...column('firstName')}>Name</Sortable>
          <Sortable {...column('email')}>Email</Sortable>
          <th scope="col">Role</th>
          <Sortable {...column('joined')} end>
            Joined
          </Sortable>
          <th scope="col">
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
    </>
  );
}

function Sortable(props: Column & { end?: boolean; children: string }) {
  const { sorted } = props;
  return (
    <th scope="col" aria-sort={sorted} data-align={props.end === true ? 'end' : undefined}>
      <button type="button" className={classes['sort']} onClick={props.onSort}>
        {props.children}
        {sorted === 'ascending' && <IconArrowUp size={12} stroke={1.8} aria-hidden />}
        {sorted === 'descending' && <IconArrowDown size={12} stroke={1.8} aria-hidden />}
      </button>
    </th>
  );
}

function SelectAll(props: {
  first: readonly Member[];
  total: number;
  selection: Selection;
  onSelect: (selection: Selection) => void;
}) {
  const { first, total, selection } = props;
  const { length } = first;
  const chosen = first.filter(({ userId }) => selection.has(userId)).length;
  const all = chosen === length;
  // Of a longer list as many as one run should change, and as are read: the rest after a search or by hand.
  const label = total > length ? `Select the first ${length} listed` : 'Select everybody listed';
  return (
    <Tooltip label={label}>
      <Checkbox
        size="xs"
        aria-label={label}
        checked={all}
        indeterminate={chosen > 0 && !all}
        onChange={() => {
          const next = new Map(selection);
          for (const member of first) {
            if (all) next.delete(member.userId);
            else next.set(member.userId, member);
          }
          props.onSelect(next);
        }}
      />
    </Tooltip>
  );
}
