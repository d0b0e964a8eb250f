import { useState } from 'react';

/** A value that stays the very same object while it means the same, for what is drawn anew only when it does not. */
export function useSame<T>(value: T, isSame: (a: T, b: T) => boolean): T {
  const [kept, setKept] = useState(value);
  if (kept === value || isSame(kept, value)) return kept;
  setKept(value);
  return value;
}
