import { describe, expect, it } from 'vitest';
import { findRoutes, routesSentence } from '../../../../renderer/features/access/routes.logic.ts';

const routes = [
  { method: 'GET', path: '/v1/items', rule: 'the permission org:data:read', purpose: 'Items.' },
  { method: 'POST', path: '/v1/items', rule: 'the permission org:data:write', purpose: 'Creates.' },
  { method: 'GET', path: '/health', rule: 'everyone', purpose: 'Tells whether it answers.' },
];

describe('the routes of the backend', () => {
  it('are found when every word occurs somewhere, in any case and order', () => {
    expect(findRoutes(routes, 'WRITE  items').map(({ method }) => method)).toEqual(['POST']);
    expect(findRoutes(routes, 'everyone')).toHaveLength(1);
    expect(findRoutes(routes, '  ')).toEqual(routes);
    expect(findRoutes(routes, 'items patch')).toEqual([]);
  });

  it('are counted with their rules', () => {
    expect(routesSentence(routes)).toBe(
      'The protected backend has 3 routes under 3 different rules.',
    );
    expect(routesSentence(routes.slice(0, 1))).toBe(
      'The protected backend has 1 route under 1 different rule.',
    );
  });
});
