import type { SettingChange } from './settings.logic.ts';
import classes from './settings.module.css';

/** Differences between two versions, each by the name its field has on screen. */
export function ChangeList(props: { label: string; changes: readonly SettingChange[] }) {
  return (
    <ul className={classes['changes']} aria-label={props.label}>
      {props.changes.map(({ key, label, before, after }) => (
        <li key={key}>
          <span>{label}</span>
          <span>
            <del>{before}</del>
            <span aria-hidden> → </span>
            <ins>{after}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
