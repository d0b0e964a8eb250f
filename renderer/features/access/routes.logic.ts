import type { z } from 'zod';
import type { AccessTable } from '../../../shared/contract/http.ts';

export type AccessRoute = z.infer<typeof AccessTable>['data'][number];

/** Routes in which every word of the search occurs, in method, path, rule or purpose; in the order of the table. */
export function findRoutes(routes: readonly AccessRoute[], search: string): readonly AccessRoute[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return routes.filter(({ method, path, rule, purpose }) => {
    const text = `${method} ${path} ${rule} ${purpose}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** *The protected backend has 41 routes under 9 different rules.* */
export function routesSentence(routes: readonly AccessRoute[]): string {
  const rules = new Set(routes.map(({ rule }) => rule)).size;
  const counted = (count: number, one: string): string =>
    `${count} ${one}${count === 1 ? '' : 's'}`;
  return `The protected backend has ${counted(routes.length, 'route')} under ${counted(rules, 'different rule')}.`;
}
