import classes from './frame.module.css';

/** Three stacked cards in the colours of a token's three parts. */
export function Mark(props: { size?: number }) {
  const size = props.size ?? 20;
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden>
      <rect x="5" y="1.5" width="13" height="7" rx="1.8" fill="var(--cd-token-header)" />
      <rect
        x="3.5"
        y="6"
        width="13"
        height="7.5"
        rx="1.8"
        fill="var(--cd-token-payload)"
        stroke="var(--cd-raised)"
      />
      <rect
        x="2"
        y="11"
        width="13"
        height="7.5"
        rx="1.8"
        fill="var(--cd-token-signature)"
        stroke="var(--cd-raised)"
      />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className={classes['wordmark']}>
      <Mark />
      <b>Claimdeck</b>
    </span>
  );
}
