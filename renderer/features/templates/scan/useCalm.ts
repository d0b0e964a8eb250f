import { startTransition, useEffect, useRef, useState } from 'react';

/** A value that changes at most once in `ms`, a moment after its parent is drawn; the last one always comes. */
export function useCalm<T>(first: T, value: T, ms: number): T {
  const [shown, setShown] = useState(first);
  const shownAtMs = useRef(0);
  useEffect(() => {
    if (Object.is(value, shown)) return undefined;
    const left = Math.max(0, shownAtMs.current + ms - performance.now());
    const timer = setTimeout(() => {
      shownAtMs.current = performance.now();
      startTransition(() => setShown(value));
    }, left);
    return () => clearTimeout(timer);
  }, [value, shown, ms]);
  return shown;
}
