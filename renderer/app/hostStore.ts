import type { StoreApi } from 'zustand/vanilla';
import type { ChildStatus, Settings } from '../../shared/contract/app.ts';
import type { LinkState } from './webBridge.ts';

/** What the host tells its pages: its children, whether it answers, and the settings it keeps. */
export interface HostState {
  readonly children: readonly ChildStatus[];
  readonly link: LinkState;
  readonly settings: Settings;
}

export type HostStore = StoreApi<HostState>;
