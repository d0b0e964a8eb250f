/** Look of the button that takes something away: readable in both colour schemes, which a named colour is not. */
export const danger = { color: 'var(--cd-bad)', c: 'var(--cd-on-accent)' } as const;

/** The same for a small button beside others, where a filled one would shout. */
export const dangerQuiet = {
  color: 'var(--cd-bad)',
  c: 'var(--cd-bad)',
  variant: 'subtle',
} as const;
