import { describe, expect, it } from 'vitest';
import type { TemplateVersion } from '../../../../shared/contract/http.ts';
import {
  changesOf,
  changeWords,
  deletedOf,
  isDeployed,
  versionOfTemplate,
} from '../../../../renderer/features/templates/history/history.logic.ts';

const version = (
  name: string,
  claims: Record<string, unknown>,
  change: Partial<TemplateVersion> & { readonly lifetime?: number } = {},
): TemplateVersion => ({
  id: 'aud_1',
  atMs: 0,
  actorId: 'user_ada',
  action: 'update',
  templateId: `jtmp_${name}`,
  ...change,
  template: {
    name,
    claims,
    lifetime: change.lifetime ?? 60,
    allowedClockSkew: 5,
    customSigningKey: false,
    signingAlgorithm: 'RS256',
  },
});

describe('the versions of a template', () => {
  it('say in a few words what each of them changed', () => {
    const words = (before: TemplateVersion, after: TemplateVersion): string =>
      changeWords(changesOf(versionOfTemplate(after), versionOfTemplate(before)));
    const before = version('api', { a: 1, b: { c: 1, d: 2 }, e: 0 });
    expect(words(before, version('api', { a: 1, b: { c: 2, d: 3 }, f: 1 }))).toBe(
      'added f; changed b; removed e',
    );
    expect(words(before, version('api2', before.template.claims, { lifetime: 600 }))).toBe(
      'name api → api2; lifetime, seconds 60 → 600',
    );
    expect(words(version('api', {}), version('api', { a: 1, b: 1, c: 1, d: 1, e: 1 }))).toBe(
      'added a, b, c and 2 more',
    );
  });

  it('know which of them is deployed now', () => {
    const one = versionOfTemplate(version('api', { a: 1 }));
    const form = one.properties;
    expect(isDeployed(one, { a: 1 }, form)).toBe(true);
    expect(isDeployed(one, { a: 2 }, form)).toBe(false);
    expect(isDeployed(one, { a: 1 }, form === null ? null : { ...form, lifetime: '61' })).toBe(
      false,
    );
  });
});

describe('deleted templates', () => {
  it('are those whose name is free, each once and as it was last', () => {
    const history = [
      version('api', { v: 3 }, { id: 'aud_5', action: 'delete' }),
      version('web', {}, { id: 'aud_4', action: 'delete' }),
      version('api', { v: 1 }, { id: 'aud_3', action: 'delete' }),
      version('api', { v: 1 }, { id: 'aud_2', action: 'create' }),
    ];
    expect(deletedOf(history, [{ name: 'web' }]).map(({ id }) => id)).toEqual(['aud_5']);
    expect(deletedOf(history, []).map(({ id }) => id)).toEqual(['aud_5', 'aud_4']);
  });
});
