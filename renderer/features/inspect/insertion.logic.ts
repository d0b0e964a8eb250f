/** What one input event put into a text. */
export interface Insertion {
  /** Characters between what both texts begin with and what both end with. */
  readonly inserted: number;
  /** More of the text is new than was there before. */
  readonly isMostlyNew: boolean;
}

export function insertion(before: string, after: string): Insertion {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end += 1;
  const inserted = after.length - start - end;
  return { inserted, isMostlyNew: inserted > start + end };
}
