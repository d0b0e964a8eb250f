import { expect, it } from 'vitest';
import { timeOrderedId } from '../../../../main/backend/store/rows.ts';

const START_MS = 1_800_000_000_000;

it('makes ids in the order they were asked for, also within a millisecond and with the clock set back', () => {
  const moments = [0, 0, 1, 1, 5, 4, 3, -3_600_000, 6, 6, 7];
  const ids = moments.map((offset) => timeOrderedId(START_MS + offset));
  // More than a millisecond has room for.
  for (let at = 0; at < 10_000; at += 1) ids.push(timeOrderedId(START_MS + 8));
  ids.push(timeOrderedId(START_MS + 20));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(Number.parseInt(ids.at(-1)?.replace('-', '').slice(0, 12) ?? '', 16)).toBe(START_MS + 20);
});
