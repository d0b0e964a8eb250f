import { useEffect, useRef, useState, type RefObject } from 'react';

export interface RowFocus {
  /** The one row the Tab key reaches. */
  readonly active: number;
  readonly setActive: (row: number) => void;
  /** Moves the focus to a row, drawing it first where only visible rows are drawn. */
  readonly moveTo: (row: number) => void;
}

/** Keyboard focus on the rows of a list of which only a part may be drawn. */
export function useRowFocus(
  box: RefObject<HTMLElement | null>,
  showRow: (row: number) => void,
): RowFocus {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });
  return {
    active,
    setActive,
    moveTo: (row) => {
      wanted.current = row;
      setActive(row);
      showRow(row);
    },
  };
}
