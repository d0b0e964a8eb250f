import { AccountMenu } from './AccountMenu.tsx';
import { InstanceBadge } from './InstanceBadge.tsx';
import { OrganizationMenu } from './OrganizationMenu.tsx';
import { PaletteButton } from './PaletteButton.tsx';
import { TokenMeter } from './TokenMeter.tsx';
import { Wordmark } from './Wordmark.tsx';
import classes from './frame.module.css';

/** Always true: the instance, the organization, the live token, the person. */
export function TopBar() {
  return (
    <header className={classes['top']}>
      <Wordmark />
      <InstanceBadge />
      <OrganizationMenu />
      <PaletteButton />
      <TokenMeter />
      <AccountMenu />
    </header>
  );
}
