import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { JsonObject } from '../../../shared/domain/json.ts';
import { diffClaims, type ClaimChange, type ClaimDiff } from '../../../shared/domain/token/diff.ts';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { diffSentence, shownChanges } from './compare.logic.ts';
import classes from './inspect.module.css';

/** Something to compare with. */
export interface Baseline {
  readonly key: string;
  readonly name: string;
  /** Null for a token that was too large to be kept in parts. */
  readonly claims: JsonObject;
}

/** What differs between another token and this one, claim by claim. */
export function ComparePanel(props: {
  claims: JsonObject;
  baselines: readonly Baseline[];
  /** Of an abridged token: counted on the whole, against the live token of that moment. */
  fixed: ClaimDiff | null;
}) {
  const { baselines, claims, fixed } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [withTimes, setWithTimes] = useState(false);
  const baseline = baselines.find(({ key }) => key === chosen) ?? baselines[0];
  const diff = useMemo(
    () => fixed ?? (baseline === undefined ? null : diffClaims(baseline.claims, claims)),
    [fixed, baseline, claims],
  );
  const times = diff?.changes.filter(({ isTime }) => isTime).length ?? 0;
  const shown = diff === null ? [] : shownChanges(diff, withTimes);
  return (
    <Panel
      flush
      title="Compared"
      aside={
        fixed === null && (
          <NativeSelect
            size="xs"
            aria-label="Compare with"
            value={baseline?.key ?? ''}
            data={baselines.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )
      }
    >
      <p className={classes['lead']}>
        {diff === null
          ? 'There is nothing to compare with yet: the live token comes with the session.'
          : diffSentence(diff)}
      </p>
      {diff !== null && shown.length > 0 && (
        <table className={tableClass} aria-label="Differences">
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">{fixed === null ? (baseline?.name ?? '') : 'Live token'}</th>
              <th scope="col">This token</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <Row key={change.path} change={change} />
            ))}
          </tbody>
        </table>
      )}
      {times > 0 && (
        <p className={classes['lead']}>
          <button
            type="button"
            className={classes['link']}
            aria-pressed={withTimes}
            onClick={() => setWithTimes(!withTimes)}
          >
            {withTimes ? 'Leave out' : 'Show'} what every refresh changes ({times})
          </button>
        </p>
      )}
    </Panel>
  );
}

const signs = { added: '+', removed: '−', changed: '~' } as const;

function Row({ change }: { change: ClaimChange }) {
  const { kind, path, before, after } = change;
  return (
    <tr data-change={kind}>
      <th scope="row" className={classes['changeName']}>
        <span aria-hidden>{signs[kind]}</span>
        <span className="sr-only">{kind} </span>
        <code>{path.slice(1).replaceAll('/', '.')}</code>
      </th>
      <td className={classes['reading']}>{before === undefined ? <None /> : brief(before)}</td>
      <td className={classes['reading']}>{after === undefined ? <None /> : brief(after)}</td>
    </tr>
  );
}

const None = () => <i className="dim">not there</i>;

const brief = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return <code>{text.length <= 240 ? text : `${text.slice(0, 240)}…`}</code>;
};
