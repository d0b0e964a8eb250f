import { Button } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { Tag } from '../../../ui/Tag.tsx';
import type { PropertyForm } from '../properties/properties.logic.ts';
import { Differences } from '../save/Differences.tsx';
import { Actor } from './Actor.tsx';
import { actionWord, changesOf, changeWords, isDeployed, type Version } from './history.logic.ts';
import classes from './history.module.css';

/** Versions, newest first, each with what it changed. */
export function VersionList(props: {
  versions: readonly Version[];
  /** What is deployed now; null where it does not exist any more. */
  deployed: { readonly claims: JsonObject; readonly properties: PropertyForm | null } | null;
  /** Null for whoever may not save. */
  onRestore: ((version: Version) => void) | null;
}) {
  const { versions, deployed, onRestore } = props;
  const isSame = (version: Version): boolean =>
    deployed !== null && isDeployed(version, deployed.claims, deployed.properties);
  const newest = versions.findIndex(isSame);
  return (
    <ol className={classes['versions']} aria-label="Versions, newest first">
      {versions.map((version, at) => (
        <Item
          key={version.id}
          version={version}
          older={versions[at + 1] ?? null}
          mark={at === newest ? 'deployed' : isSame(version) ? 'same as deployed' : null}
          onRestore={onRestore}
        />
      ))}
    </ol>
  );
}

function Item(props: {
  version: Version;
  older: Version | null;
  /** Said of a version that holds what is deployed: there is nothing to restore. */
  mark: string | null;
  onRestore: ((version: Version) => void) | null;
}) {
  const { version, older, mark, onRestore } = props;
  const [isOpen, setOpen] = useState(false);
  const changes = older === null || version.action === 'delete' ? null : changesOf(version, older);
  return (
    <li className={classes['version']}>
      <div className={classes['head']}>
        <span>
          <b>{actionWord(version)}</b>{' '}
          <span className="dim">
            <Actor userId={version.actorId} />, {version.action === 'found' && 'seen '}
            <RelativeTime atMs={version.atMs} />
          </span>
        </span>
        {mark !== null ? (
          <Tag tone={mark === 'deployed' ? 'accent' : 'quiet'}>{mark}</Tag>
        ) : (
          onRestore !== null && (
            <Button size="compact-xs" variant="default" onClick={() => onRestore(version)}>
              Restore…
            </Button>
          )
        )}
      </div>
      {version.action === 'found' && (
        <p className="dim">
          What the next save found on the instance: made in Clerk’s Dashboard, or before this
          backend was there.
        </p>
      )}
      {changes !== null && (
        <button
          type="button"
          className={classes['words']}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {changeWords(changes)}
        </button>
      )}
      {changes !== null && isOpen && (
        <Differences
          properties={changes.properties}
          changes={changes.claims}
          before="Version before"
          after="This version"
          same={null}
        />
      )}
    </li>
  );
}
