import { Checkbox } from '@mantine/core';
import type { Permission } from '../../../../shared/contract/http.ts';
import classes from './roles.module.css';

/** Which permissions a role has, the instance's own before Clerk's. */
export function PermissionPicker(props: {
  permissions: readonly Permission[];
  /** Keys. */
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const { permissions, chosen } = props;
  return (
    <div className={classes['picker']}>
      {[false, true].map((system) => (
        <fieldset key={String(system)}>
          <legend>{system ? 'Clerk’s own, never in a token' : 'Of your app'}</legend>
          {permissions.every((each) => each.system !== system) && (
            <p className="dim">None in this instance.</p>
          )}
          {permissions
            .filter((each) => each.system === system)
            .map(({ key, name }) => (
              <Checkbox
                key={key}
                size="xs"
                label={name}
                description={<code>{key}</code>}
                checked={chosen.includes(key)}
                onChange={(change) =>
                  props.onChange(
                    change.currentTarget.checked
                      ? [...chosen, key]
                      : chosen.filter((each) => each !== key),
                  )
                }
              />
            ))}
        </fieldset>
      ))}
    </div>
  );
}
