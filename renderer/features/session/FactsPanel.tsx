import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Profile } from '../../../shared/contract/http.ts';
import type { Json, JsonObject } from '../../../shared/domain/json.ts';
import { budget } from '../../../shared/domain/token/size.ts';
import { asAppError } from '../../app/errors.ts';
import { FailureView } from '../../app/QueryView.tsx';
import { useApi, useServices } from '../../app/services.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { formatBytes } from '../../ui/format.logic.ts';
import { Panel } from '../../ui/Panel.tsx';
import { tableClass } from '../../ui/tableClass.ts';
import { Tag } from '../../ui/Tag.tsx';
import type { TokenAnatomy } from '../../ui/token/anatomy.logic.ts';
import { LoadingSkeleton } from '../../ui/views.tsx';
import { factsSentence, fetchedFacts, freeFacts, type Fact } from './facts.logic.ts';
import classes from './session.module.css';

const shownAtFirst = 12;

/** Of every fact: whether the token tells it for nothing, or a call has to, and what carrying it would cost. */
export function FactsPanel(props: { token: TokenAnatomy }) {
  const { backendConnected } = useServices().bootstrap;
  const { decoded, kind, auth } = props.token;
  const profile = useApi('/v1/me/profile', Profile, { enabled: backendConnected });
  const [all, setAll] = useState(false);
  const facts = useMemo(() => {
    const free = freeFacts(auth);
    if (profile.data === undefined) return free;
    const user = profile.data.user as JsonObject;
    return [...free, ...fetchedFacts(user, decoded, kind, budget.customBytes)];
  }, [auth, decoded, kind, profile.data]);
  const shown = all ? facts : facts.slice(0, shownAtFirst);
  return (
    <Panel
      flush
      title="Free or fetched"
      aside={
        backendConnected && (
          <Button
            variant="subtle"
            loading={profile.isFetching}
            onClick={() => void profile.refetch()}
          >
            Fetch again
          </Button>
        )
      }
    >
      <p className={classes['factsLead']}>
        {factsSentence(facts, profile.data?.fetchedInMs ?? null)}
        {!backendConnected && (
          <span className="dim">
            {' '}
            No backend connected: what currentUser() would add is not known here.
          </span>
        )}
      </p>
      {profile.isError && profile.data === undefined && (
        <FailureView error={asAppError(profile.error)} onRetry={() => void profile.refetch()} />
      )}
      <table className={tableClass} aria-label="Free or fetched">
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Value</th>
            <th scope="col">auth()</th>
            <th scope="col">currentUser()</th>
            <th scope="col">To carry it</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((fact) => (
            <Row key={fact.name} fact={fact} />
          ))}
        </tbody>
      </table>
      {backendConnected && profile.isPending && (
        <div className={classes['inset']}>
          <LoadingSkeleton lines={3} label="Fetching the user" />
        </div>
      )}
      {facts.length > shownAtFirst && (
        <p className={classes['factsLead']}>
          <button
            type="button"
            className={classes['more']}
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? 'Show fewer' : `Show all ${facts.length} facts`}
          </button>
        </p>
      )}
    </Panel>
  );
}

function Row({ fact }: { fact: Fact }) {
  const { name, value, claim, isFetched, cost } = fact;
  return (
    <tr data-fact={name}>
      <th scope="row" className={classes['factName']}>
        {name}
      </th>
      <td className={classes['factValue']}>
        <code>{brief(value)}</code>
      </td>
      <td>
        {claim === null ? (
          <span className="dim">no</span>
        ) : (
          <>
            <Tag tone="good">free</Tag> <code>{claim}</code>
          </>
        )}
      </td>
      <td>{isFetched ? 'yes' : <span className="dim">no</span>}</td>
      <td>
        {cost !== null && (
          <span className={classes['factCost']}>
            <span>
              +{formatBytes(cost.bytes)}
              {!cost.fits && <Tag tone="bad">over budget</Tag>}
            </span>
            <CopyButton value={cost.shortcode} label={`Copy ${cost.shortcode}`} size={12} />
          </span>
        )}
      </td>
    </tr>
  );
}

const brief = (value: Json): string => {
  const isWords = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const text =
    typeof value === 'string' ? value : isWords ? value.join(', ') : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 58)}…`;
};
