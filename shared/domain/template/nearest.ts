/** Edits between two words (insert, delete, replace), at most `limit + 1`. */
function distance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[right.length] ?? limit + 1;
}

/** The nearest word of a list, if it is near enough to be meant. */
export function nearest(word: string, words: Iterable<string>): string | null {
  const limit = Math.max(1, Math.floor(word.length / 3));
  if (word.length > 64) return null;
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of words) {
    const edits = distance(word, candidate, limit);
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  return best;
}
