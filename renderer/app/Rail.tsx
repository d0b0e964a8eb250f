import { Tooltip } from '@mantine/core';
import { routes } from './routes.tsx';
import classes from './frame.module.css';

/** The pages. At narrow widths the names give way to icons and live on as tooltips. */
export function Rail(props: { current: string }) {
  return (
    <nav className={classes['rail']} aria-label="Pages">
      {routes.map(({ path, title, icon: Icon }) => (
        <Tooltip
          key={path}
          label={title}
          position="right"
          classNames={{ tooltip: classes['railTip'] ?? '' }}
        >
          <a
            href={`#/${path}`}
            className={classes['railLink']}
            aria-current={path === props.current ? 'page' : undefined}
            aria-label={title}
          >
            <Icon size={17} stroke={1.7} />
            <span>{title}</span>
          </a>
        </Tooltip>
      ))}
    </nav>
  );
}
