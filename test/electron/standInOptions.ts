/** What a test decides about the process that stands for Electron. Read once, then taken out of the environment. */
export interface StandInOptions {
  /** Folder with the app's package.json, as in `electron <folder>`. */
  readonly appPath: string;
  /** Folder of Chromium's profile. */
  readonly profile: string;
  /** Lets a test tool attach beside the stand-in. */
  readonly debugPort: boolean;
  /** 64 hex digits: `safeStorage` then encrypts with this key. Without it there is no encryption. */
  readonly storageKey?: string;
  /** What `safeStorage` says it encrypts with. */
  readonly storageBackend?: 'basic_text' | 'gnome_libsecret';
  /** What `app.isPackaged` answers. */
  readonly packaged?: boolean;
}

export const optionsVariable = 'CLAIMDECK_STAND_IN';
