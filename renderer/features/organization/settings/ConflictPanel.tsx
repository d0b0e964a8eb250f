import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OrgSettings, OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import { Person } from '../common/Person.tsx';
import { Problem } from '../common/Problem.tsx';
import {
  conflictRows,
  firstPicks,
  resolveConflict,
  type ConflictRow,
  type Side,
} from './conflict.logic.ts';
import { settingText } from './settings.logic.ts';
import common from '../common/common.module.css';
import classes from './settings.module.css';

/** Somebody saved first: theirs, mine and what would be saved, side by side. Nothing is lost. */
export function ConflictPanel(props: {
  base: OrgSettings;
  theirs: OrgSettingsDocument;
  mine: OrgSettings;
  saving: boolean;
  error: AppError | null;
  onTakeTheirs: () => void;
  onSave: (settings: OrgSettings) => void;
}) {
  const { theirs } = props;
  const rows = conflictRows(props.base, theirs.settings, props.mine);
  const [picks, setPicks] = useState(() => firstPicks(rows));
  const result = resolveConflict(theirs.settings, rows, picks);
  const undecided = rows.filter(({ key }) => picks[key] === undefined).length;
  return (
    <Panel title="Somebody saved first" flush>
      <p className={classes['conflictNote']} role="alert">
        {theirs.updatedBy === null ? 'Somebody' : <Person userId={theirs.updatedBy} />} saved
        version {theirs.version}
        {theirs.updatedAtMs !== null && (
          <>
            {' '}
            <RelativeTime atMs={theirs.updatedAtMs} />
          </>
        )}{' '}
        while you were editing. What only one of you changed is kept; choose where both did.
      </p>
      <table className={tableClass} aria-label="Theirs and mine">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Theirs</th>
            <th scope="col">Mine</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              picked={picks[row.key]}
              onPick={(side) => setPicks({ ...picks, [row.key]: side })}
            />
          ))}
        </tbody>
      </table>
      <div className={classes['conflictFoot']}>
        <Problem error={props.error} />
        <div className={common['buttons']}>
          <Button
            loading={props.saving}
            disabled={result === null}
            onClick={() => result !== null && props.onSave(result)}
          >
            Save version {theirs.version + 1}
          </Button>
          <Button
            variant="default"
            onClick={() => setPicks(Object.fromEntries(rows.map(({ key }) => [key, 'mine'])))}
          >
            All mine
          </Button>
          <Button variant="default" onClick={props.onTakeTheirs}>
            Take theirs
          </Button>
          {undecided > 0 && (
            <span className={classes['undecided']}>
              {undecided} {undecided === 1 ? 'setting' : 'settings'} to choose
            </span>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Row(props: { row: ConflictRow; picked: Side | undefined; onPick: (side: Side) => void }) {
  const { row, picked } = props;
  const { label } = row;
  const choice = (side: Side) => (
    <td>
      <label className={classes['pick']}>
        <input
          type="radio"
          name={`conflict-${row.key}`}
          aria-label={`${label}: ${side}, ${settingText(row[side])}`}
          checked={picked === side}
          onChange={() => props.onPick(side)}
        />
        {settingText(row[side])}
      </label>
    </td>
  );
  return (
    <tr>
      <th scope="row">{label}</th>
      {choice('theirs')}
      {choice('mine')}
      <td>
        {picked === undefined ? (
          <span className={classes['undecided']}>choose one</span>
        ) : (
          <b>{settingText(row[picked])}</b>
        )}
      </td>
    </tr>
  );
}
