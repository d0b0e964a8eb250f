import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../../ui/Panel.tsx';
import { differences } from '../common/difference.logic.ts';
import { DifferenceList } from '../common/DifferenceList.tsx';
import { printJson } from '../common/json.logic.ts';
import { JsonField } from '../common/JsonField.tsx';
import { Problem } from '../common/Problem.tsx';
import { mergedMetadata, metadataOf, mostMetadataBytes, readMetadata } from './profile.logic.ts';
import { useProfileWrite } from './useProfileWrite.ts';
import common from '../common/common.module.css';

type How = 'merge' | 'replace';

/** Public metadata: merged into what is there, or put in its place. The two lose differently, so each is chosen. */
export function MetadataPanel(props: {
  organization: Readonly<Record<string, unknown>>;
  etag: string;
  canWrite: boolean;
}) {
  const { canWrite } = props;
  const saved = metadataOf(props.organization);
  const [how, setHow] = useState<How>('merge');
  /** Null: nothing typed yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const { busy, error, write } = useProfileWrite(props.etag);
  const untouched = how === 'merge' && canWrite ? '{}' : printJson(saved);
  const text = typed ?? untouched;
  const reading = readMetadata(text);
  const patch = reading.value ?? {};
  const after = how === 'merge' ? mergedMetadata(saved, patch) : patch;
  const changes = reading.value === null ? [] : differences(saved, after);

  const save = async (): Promise<void> => {
    const method = how === 'merge' ? 'PATCH' : 'PUT';
    if (await write(method, '/v1/org/metadata', { publicMetadata: patch })) setTyped(null);
  };
  return (
    <Panel
      title="Public metadata"
      aside={
        canWrite && (
          <SegmentedControl
            size="xs"
            aria-label="How it is saved"
            value={how}
            onChange={(value) => {
              setHow(value);
              setTyped(null);
            }}
            data={[
              { value: 'merge', label: 'Merge' },
              { value: 'replace', label: 'Replace' },
            ]}
          />
        )
      }
    >
      <p className={common['line']}>
        Readable by the organization’s members and by your app, never secret.{' '}
        {canWrite &&
          (how === 'merge'
            ? 'What is written here is merged in at every depth; a null takes a name away. What is not named stays.'
            : 'What is written here takes the place of everything there is. What is not named is gone.')}
      </p>
      <JsonField
        label={
          !canWrite ? 'Metadata' : how === 'merge' ? 'Changes to merge in' : 'The whole metadata'
        }
        text={text}
        reading={reading}
        mostBytes={mostMetadataBytes}
        readOnly={!canWrite}
        minRows={8}
        onChange={setTyped}
      />
      {canWrite && (
        <>
          <h3>What changes</h3>
          {changes.length === 0 ? (
            <p className={common['quiet']}>Nothing yet.</p>
          ) : (
            <DifferenceList rows={changes} />
          )}
          {how === 'merge' && (
            <details>
              <summary>What is there now</summary>
              <pre>{printJson(saved)}</pre>
            </details>
          )}
          <Problem error={error} />
          <div className={common['buttons']}>
            <Button
              loading={busy}
              disabled={changes.length === 0 || reading.value === null}
              onClick={() => void save()}
            >
              {how === 'merge' ? 'Merge metadata' : 'Replace metadata'}
            </Button>
            {typed !== null && (
              <Button variant="subtle" color="gray" disabled={busy} onClick={() => setTyped(null)}>
                Discard
              </Button>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}
