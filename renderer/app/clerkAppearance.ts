import type { Appearance } from '@clerk/ui/no-rhc';

/** Clerk's components in our colours. CSS variables, so that light and dark need no second theme. */
export const clerkAppearance: Appearance = {
  variables: {
    colorPrimary: 'var(--cd-accent)',
    colorPrimaryForeground: 'var(--cd-on-accent)',
    colorBackground: 'var(--cd-raised)',
    colorForeground: 'var(--cd-text)',
    colorMutedForeground: 'var(--cd-text-dim)',
    colorMuted: 'var(--cd-sunken)',
    colorInput: 'var(--cd-surface)',
    colorInputForeground: 'var(--cd-text)',
    colorNeutral: 'var(--cd-neutral)',
    colorDanger: 'var(--cd-bad)',
    colorSuccess: 'var(--cd-good)',
    colorWarning: 'var(--cd-warn)',
    borderRadius: '6px',
    fontFamily: 'inherit',
    fontSize: '13px',
  },
};
