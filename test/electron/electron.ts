// What `import … from 'electron'` finds in the stand-in. A name that is missing here does not link, and whatever
// is missing on a name throws: nothing passes by not being there.
export { app } from './app.ts';
export { Menu, nativeTheme, shell } from './desktop.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipcMain.ts';
export { protocol } from './protocol.ts';
export { safeStorage } from './safeStorage.ts';
export { session } from './session.ts';
export { utilityProcess } from './utilityProcess.ts';
export { BrowserWindow } from './window.ts';
