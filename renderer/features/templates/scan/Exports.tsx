import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AppError } from '../../../../shared/errors/appError.ts';
import { asAppError } from '../../../app/errors.ts';
import { saveFile } from '../../../app/saveFile.ts';
import { Panel } from '../../../ui/Panel.tsx';
import type { ScanRun } from './scanRun.ts';
import classes from './scan.module.css';

/** The result as a file: every token for a spreadsheet, or the numbers as one document. */
export function Exports(props: { run: ScanRun; name: string; isPartial: boolean }) {
  const [told, setTold] = useState<{ saved: string } | { error: AppError } | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (kind: 'csv' | 'json'): Promise<void> => {
    setBusy(true);
    try {
      const text = await props.run.exportAs(kind);
      const partial = props.isPartial ? '-partial' : '';
      const suggestedName = `${props.name}-scan${partial}.${kind}`;
      const saved = await saveFile({ suggestedName, text, kind });
      setTold(saved === null ? null : { saved });
    } catch (cause) {
      setTold({ error: asAppError(cause) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel
      title="Take it along"
      aside={props.isPartial && <span className="dim">as far as it was read</span>}
    >
      <span className={classes['buttons']}>
        <Button variant="default" disabled={busy} onClick={() => void save('csv')}>
          Every token as CSV
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void save('json')}>
          Result as JSON
        </Button>
        {told !== null && (
          <span role={'error' in told ? 'alert' : 'status'} className={classes['told']}>
            {'error' in told
              ? `${told.error.message} ${told.error.remedy ?? ''}`
              : `Saved as ${told.saved}.`}
          </span>
        )}
      </span>
    </Panel>
  );
}
