import { Tooltip } from '@mantine/core';
import { formatBytes, formatCount } from './format.logic.ts';
import { meterLayout, type MeterPart } from './meter.logic.ts';
import classes from './ui.module.css';

/** One bar against one named limit, the limit drawn in as a wall. Its numbers are beside it as text. */
export function MeterBar(props: {
  name: string;
  /** The rule in one sentence, on hover. */
  rule: string;
  parts: readonly MeterPart[];
  limitBytes: number;
  /** Where *near* begins; four fifths of the limit unless the rule says otherwise. */
  nearBytes?: number;
}) {
  const { totalBytes, wallPercent, widths, state } = meterLayout(
    props.parts,
    props.limitBytes,
    props.nearBytes,
  );
  const over = totalBytes - props.limitBytes;
  return (
    <div className={classes['meter']} data-state={state}>
      <Tooltip label={props.rule}>
        <button type="button" className={classes['meterName']}>
          {props.name}
        </button>
      </Tooltip>
      <div className={classes['meterTrack']} aria-hidden>
        {props.parts.map((part, index) => (
          <Tooltip key={part.name} label={`${part.name}: ${formatBytes(part.sizeBytes)}`}>
            <span
              className={classes['meterPart']}
              style={{ width: `${widths[index] ?? 0}%`, background: part.color }}
            />
          </Tooltip>
        ))}
        <span className={classes['meterWall']} style={{ insetInlineStart: `${wallPercent}%` }} />
      </div>
      <span className={classes['meterNumber']}>
        {formatCount(totalBytes)} of {formatBytes(props.limitBytes)}
        {over > 0 && <b> · {formatCount(over)} over</b>}
      </span>
    </div>
  );
}
