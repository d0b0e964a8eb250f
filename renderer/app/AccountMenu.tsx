import { Avatar, Menu } from '@mantine/core';
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop';
import IconLogout from '@tabler/icons-react/icons/IconLogout';
import IconMoon from '@tabler/icons-react/icons/IconMoon';
import IconSun from '@tabler/icons-react/icons/IconSun';
import { useSetColorScheme } from './colorScheme.tsx';
import { useHost, useServices, useSession } from './services.tsx';
import classes from './frame.module.css';

const schemes = [
  { value: 'auto', name: 'As the system', Icon: IconDeviceDesktop },
  { value: 'light', name: 'Light', Icon: IconSun },
  { value: 'dark', name: 'Dark', Icon: IconMoon },
] as const;

/** The person signed in, the colours, the way out. */
export function AccountMenu() {
  const { signOut } = useServices();
  const person = useSession((state) => state.person);
  const scheme = useHost(({ settings }) => settings.colorScheme);
  const setScheme = useSetColorScheme();
  if (person === null) return null;
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <button type="button" className={classes['avatar']}>
          <span className="sr-only">Account: {person.name}</span>
          <span aria-hidden>
            <Avatar src={person.imageUrl} name={person.name} size={26} color="iris" />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes['who']}>
          <b>{person.name}</b>
          <span>{person.identifier}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(({ value, name, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={15} stroke={1.6} />}
            rightSection={value === scheme ? '✓' : null}
            aria-current={value === scheme}
            onClick={() => setScheme(value)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={15} stroke={1.6} />}
          onClick={() => void signOut()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
