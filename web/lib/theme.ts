'use client';

import { Badge, createTheme, Modal, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#ecf7f5',
  '#d9ece9',
  '#b1d9d3',
  '#86c5bc',
  '#62b4a9',
  '#4baa9d',
  '#2f8f83',
  '#1d776c',
  '#14665c',
  '#0f5a52',
];

/** Looks of the app: one accent, small radius, Inter. */
export const theme = createTheme({
  primaryColor: 'brand',
  colors: { brand },
  primaryShade: { light: 9, dark: 8 },
  defaultRadius: 'md',
  fontFamily: 'var(--font-inter), system-ui, sans-serif',
  // A machine without any fixed-width font shows Inter, not nothing.
  fontFamilyMonospace:
    "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', var(--font-inter), monospace",
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600 } }),
    Modal: Modal.extend({ defaultProps: { centered: false, returnFocus: true } }),
  },
});

/** Mantine's own dimmed, placeholder, error and light-variant texts miss 4.5:1; these pass in both schemes. */
export const contrastFixes: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6470',
    '--mantine-color-placeholder': '#667080',
    '--mantine-color-error': '#b01c1c',
    '--mantine-color-green-light-color': '#1a6b2e',
    '--mantine-color-orange-light-color': '#8a3d07',
    '--mantine-color-red-light-color': '#b01c1c',
    '--mantine-color-gray-light-color': '#414950',
    '--mantine-color-brand-light-color': '#0f5a52',
  },
  dark: {
    '--mantine-color-body': '#17191d',
    '--mantine-color-dimmed': '#a9b2bd',
    '--mantine-color-placeholder': '#98a2ad',
    '--mantine-color-error': '#ff9b8f',
  },
});
