import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OrgSettings, OrgSettingsDocument } from '../../../../shared/contract/http.ts';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { Panel } from '../../../ui/Panel.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { tableClass } from '../../../ui/tableClass.ts';
import {
  conflictRows,
  firstPicks,
  resolveConflict,
  settingLabels,
  settingText,
  type ConflictRow,
  type Side,
} from './settings.logic.ts';
import classes from '../organization.module.css';

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
  const { theirs, mine } = props;
  const rows = conflictRows(props.base, theirs.settings, mine);
  const [picks, setPicks] = useState(() => firstPicks(rows));
  const result = resolveConflict(theirs.settings, rows, picks);
  const pick = (side: Side): void =>
    setPicks(Object.fromEntries(rows.map(({ name }) => [name, side])));
  return (
    <Panel title="Somebody saved first" flush>
      <p className={classes['conflictNote']} role="alert">
        Version {theirs.version} was saved
        {theirs.updatedAtMs !== null && (
          <>
            {' '}
            <RelativeTime atMs={theirs.updatedAtMs} />
          </>
        )}{' '}
        while you were editing. Choose per field; yours is still here.
      </p>
      <table className={tableClass} aria-label="Theirs and mine">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Theirs</th>
            <th scope="col">Mine</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.name}
              row={row}
              picked={picks[row.name]}
              onPick={(side) => setPicks({ ...picks, [row.name]: side })}
            />
          ))}
        </tbody>
      </table>
      <div className={classes['conflictFoot']}>
        {props.error !== null && (
          <p role="alert" className={classes['problem']}>
            {props.error.message} {props.error.remedy}
          </p>
        )}
        <div className={classes['buttons']}>
          <Button
            loading={props.saving}
            disabled={result === null}
            onClick={() => result !== null && props.onSave(result)}
          >
            Save version {theirs.version + 1}
          </Button>
          <Button variant="default" onClick={() => pick('mine')}>
            All mine
          </Button>
          <Button variant="default" onClick={props.onTakeTheirs}>
            Take theirs
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Row(props: { row: ConflictRow; picked: Side | undefined; onPick: (side: Side) => void }) {
  const { row, picked } = props;
  const label = settingLabels[row.name];
  const choice = (side: Side) => (
    <td>
      <label className={classes['pick']}>
        <input
          type="radio"
          name={`conflict-${row.name}`}
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
