import { useEffect, useState } from 'react';

/**
 * Gives focus back to what had it before a dialog, once the dialog is gone. For dialogs that are in the tree only
 * while they are open: Mantine returns focus only for those that stay in it.
 */
export function useFocusReturn(): void {
  const [before] = useState(() => openerOf(document.activeElement));
  useEffect(
    () => () => {
      // Mantine's focus trap lets go first.
      window.setTimeout(() => {
        const { activeElement } = document;
        if (activeElement !== null && activeElement !== document.body) return;
        // What opened the dialog may be gone by what was done in it: a row that was removed.
        const next = before?.isConnected === true ? before : document.querySelector('main');
        if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      }, 20);
    },
    [before],
  );
}

/** An item of a menu is gone with the menu; what opened the menu stays. */
function openerOf(element: Element | null): Element | null {
  const button = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  return (button ? document.getElementById(button) : null) ?? element;
}
