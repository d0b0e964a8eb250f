import { useCallback, useEffect, useRef } from 'react';

/** One and the same function that does what the newest one does: for handlers of what is not drawn at every letter. */
export function useStable<A extends readonly unknown[], R>(
  run: (...args: A) => R,
): (...args: A) => R {
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  return useCallback((...args: A) => newest.current(...args), []);
}
