import { Button, createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Mantine in our sizes. Its colours are mapped to our CSS variables by the resolver below. */
export const theme = createTheme({
  fontFamily: 'var(--cd-sans)',
  fontFamilyMonospace: 'var(--cd-mono)',
  primaryColor: 'iris',
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  colors: {
    // Mantine draws fields, borders and hovers of the dark scheme from these.
    dark: [
      '#e6e7eb',
      '#c3c5cd',
      '#a0a3ae',
      '#868a96',
      '#41444f',
      '#2a2c33',
      '#1a1b20',
      '#131418',
      '#0e0f12',
      '#0a0b0d',
    ],
    iris: [
      '#ecedfb',
      '#d5d7f6',
      '#b5b9ef',
      '#9ea5ff',
      '#777de0',
      '#5b61d3',
      '#4a50c8',
      '#3d43b0',
      '#343a97',
      '#2a2f7c',
    ],
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '11.5px', sm: '12.5px', md: '13.5px', lg: '15px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '17px', lineHeight: '1.4' },
      h2: { fontSize: '14px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs' },
      // Mantine picks one contrast colour for both schemes; ours are light on dark and dark on light.
      vars: (_theme, { variant, color }) => ({
        root:
          (variant === undefined || variant === 'filled') && color === undefined
            ? { '--button-color': 'var(--cd-on-accent)' }
            : {},
      }),
    }),
    Modal: { styles: { title: { fontWeight: 600 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        multiline: true,
        maw: 360,
        events: { hover: true, focus: true, touch: true },
      },
    },
    Menu: { defaultProps: { shadow: 'md', withinPortal: true } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--cd-surface)',
  '--mantine-color-text': 'var(--cd-text)',
  '--mantine-color-dimmed': 'var(--cd-text-dim)',
  '--mantine-color-default': 'var(--cd-raised)',
  '--mantine-color-disabled': 'var(--cd-sunken)',
  '--mantine-color-disabled-color': 'var(--cd-text-dim)',
  '--mantine-color-disabled-border': 'var(--cd-line)',
  '--mantine-color-default-hover': 'var(--cd-sunken)',
  '--mantine-color-default-border': 'var(--cd-line-strong)',
  '--mantine-color-anchor': 'var(--cd-accent)',
  '--mantine-color-error': 'var(--cd-bad)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
