import { Menu } from '@mantine/core';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconSelector from '@tabler/icons-react/icons/IconSelector';
import { useState } from 'react';
import { asAppError } from './errors.ts';
import { useServices, useSession } from './services.tsx';
import { useLiveToken } from './useLiveToken.ts';
import classes from './frame.module.css';

/** Switches the session between its organizations and the personal account. The token changes at once. */
export function OrganizationMenu() {
  const { switchOrganization } = useServices();
  const active = useSession((state) => state.organization);
  const memberships = useSession((state) => state.memberships);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const name = active?.name ?? 'Personal account';
  const auth = useLiveToken()?.auth;
  // What the token carries decides; the membership clerk-js holds may be older than a change of the role.
  const role = (auth?.orgId === active?.orgId ? auth?.orgRole : null) ?? active?.role ?? '';

  const switchTo = async (orgId: string | null): Promise<void> => {
    if (orgId === (active?.orgId ?? null)) return;
    setPending(true);
    setProblem(null);
    try {
      await switchOrganization(orgId);
    } catch (cause) {
      setProblem(asAppError(cause).message);
    } finally {
      setPending(false);
    }
  };

  return (
    <>
      <Menu position="bottom-start" width={290}>
        <Menu.Target>
          <button
            type="button"
            id="organization-menu"
            className={classes['topButton']}
            aria-label={`Organization: ${name}${active === null ? '' : ` ${role}`}`}
            aria-busy={pending}
          >
            <b>{name}</b> {active !== null && <code>{role}</code>}
            <IconSelector size={14} stroke={1.6} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Choice
            name="Personal account"
            note="no organization claim"
            chosen={active === null}
            onClick={() => void switchTo(null)}
          />
          {memberships.length > 0 && <Menu.Divider />}
          {memberships.map((membership) => (
            <Choice
              key={membership.orgId}
              name={membership.name}
              note={membership.role}
              chosen={membership.orgId === active?.orgId}
              onClick={() => void switchTo(membership.orgId)}
            />
          ))}
        </Menu.Dropdown>
      </Menu>
      {problem !== null && (
        <span role="alert" className={classes['topProblem']}>
          {problem}
        </span>
      )}
    </>
  );
}

function Choice(props: { name: string; note: string; chosen: boolean; onClick: () => void }) {
  return (
    <Menu.Item
      onClick={props.onClick}
      leftSection={
        <span className={classes['tick']}>{props.chosen && <IconCheck size={14} />}</span>
      }
      rightSection={<code className="dim">{props.note}</code>}
      aria-current={props.chosen}
    >
      {props.name}
    </Menu.Item>
  );
}
