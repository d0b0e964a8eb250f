import { useMantineColorScheme, type MantineColorSchemeManager } from '@mantine/core';
import { useEffect } from 'react';
import type { Settings } from '../../shared/contract/app.ts';
import { useHost, useServices } from './services.tsx';

const key = 'claimdeck.color-scheme';
const isScheme = (value: string | null): value is Settings['colorScheme'] =>
  value === 'auto' || value === 'light' || value === 'dark';

/**
 * The host keeps the choice; this tab keeps a copy, so that a reload paints in the right colours before the
 * host has answered. Nothing is kept in localStorage.
 */
export const colorSchemeManager: MantineColorSchemeManager = {
  get: (fallback) => {
    const kept = sessionStorage.getItem(key);
    return isScheme(kept) ? kept : fallback;
  },
  set: (value) => sessionStorage.setItem(key, value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => sessionStorage.removeItem(key),
};

/** Applies the setting the host keeps. */
export function FollowColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useHost(({ settings }) => settings.colorScheme);
  useEffect(() => setColorScheme(scheme), [scheme, setColorScheme]);
  return null;
}

/** Changes the setting here and in the host. The colours change at once, whether it could be kept or not. */
export function useSetColorScheme(): (scheme: Settings['colorScheme']) => void {
  const { bridge, host } = useServices();
  return (colorScheme) => {
    host.setState({ settings: { ...host.getState().settings, colorScheme } });
    void bridge.call('settings.update', { colorScheme });
  };
}
