import { Tooltip } from '@mantine/core';
import { useServices } from './services.tsx';
import classes from './frame.module.css';

const words = {
  sandbox: 'Sandbox',
  development: 'Development',
  production: 'Production',
} as const;

/** Which Clerk this window works on: colour and word, since the two are easily confused at night. */
export function InstanceBadge() {
  const { instance } = useServices().bootstrap;
  return (
    <Tooltip
      label={
        <>
          {instance.name}
          <br />
          <code>{instance.id}</code>
        </>
      }
    >
      <span className={classes['instance']} data-kind={instance.kind}>
        <i aria-hidden />
        {words[instance.kind]}
      </span>
    </Tooltip>
  );
}
