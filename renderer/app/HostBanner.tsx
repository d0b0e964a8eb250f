import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ChildName } from '../../shared/contract/app.ts';
import { troubleOf } from './host.logic.ts';
import { useHost, useServices } from './services.tsx';
import classes from './frame.module.css';

/** Says when something behind the page died, is being restarted, or does not answer. Silent otherwise. */
export function HostBanner() {
  const { bridge } = useServices();
  const trouble = troubleOf(useHost(({ children }) => children));
  const link = useHost((state) => state.link);
  const [asked, setAsked] = useState(false);

  const restart = async (child: ChildName): Promise<void> => {
    setAsked(true);
    await bridge.call('app.restartChild', { child });
    setAsked(false);
  };

  if (link === 'lost') {
    return (
      <output className={classes['banner']}>
        Claimdeck does not answer. Trying to reach it again…
      </output>
    );
  }
  if (link === 'ended') {
    return (
      <output className={classes['banner']}>
        Claimdeck was started again. Open the link it printed in the terminal.
      </output>
    );
  }
  if (trouble === undefined) return null;
  return (
    <output className={classes['banner']}>
      <span>{trouble.sentence}</span>
      {trouble.canRestart && (
        <Button variant="default" loading={asked} onClick={() => void restart(trouble.child)}>
          Restart the {trouble.child}
        </Button>
      )}
    </output>
  );
}
