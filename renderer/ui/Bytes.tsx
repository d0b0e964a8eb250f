import { formatBytes, formatCount } from './format.logic.ts';

/** A size, with the limit it is measured against where there is one: *1,312 of 1,200 B budget*. */
export function Bytes(props: { sizeBytes: number; limitBytes?: number; limitName?: string }) {
  if (props.limitBytes === undefined) return <span>{formatBytes(props.sizeBytes)}</span>;
  return (
    <span>
      {formatCount(props.sizeBytes)} of {formatBytes(props.limitBytes)} {props.limitName}
    </span>
  );
}
