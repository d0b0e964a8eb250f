import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { presets } from '../../../../shared/domain/template/presets.ts';
import {
  lintProperties,
  type TemplateProperties,
} from '../../../../shared/domain/template/properties.ts';
import { generatedClaims, reservedVerdict } from '../../../../shared/domain/template/reserved.ts';
import { Scan } from '../../../../shared/domain/template/scan.ts';
import { templateKinds } from '../../../../shared/domain/template/types.ts';

describe('vendor presets', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))(
    '%s compiles without an error',
    (_id, { claims, kind, name, note }) => {
      const { warnings } = compileTemplate(claims, { kind });
      expect(warnings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(name === null || /^[a-z0-9_]+$/.test(name)).toBe(true);
      expect(note).toMatch(/\.$/);
    },
  );

  it('marks native integrations, which need no template', () => {
    const native = presets.filter(({ status }) => status === 'native');
    expect(native.map(({ id }) => id)).toEqual(['supabase-session', 'convex-session']);
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  });
});

describe('template properties', () => {
  const good: TemplateProperties = {
    name: 'supabase',
    lifetime: 60,
    allowedClockSkew: 5,
    customSigningKey: false,
    signingAlgorithm: null,
    hasSigningKey: false,
  };
  const found = (change: Partial<TemplateProperties>): string[] =>
    lintProperties({ ...good, ...change }).map(
      ({ property, severity }) => `${property} ${severity}`,
    );

  it.each<[Partial<TemplateProperties>, string[]]>([
    [{}, []],
    [{ lifetime: 29 }, ['lifetime error']],
    [{ lifetime: 30 }, []],
    [{ lifetime: 315_360_000 }, ['lifetime warning']],
    [{ lifetime: 315_360_001 }, ['lifetime error']],
    [{ lifetime: 60.5 }, ['lifetime error']],
    [{ lifetime: null, allowedClockSkew: null }, []],
    [{ allowedClockSkew: 300 }, []],
    [{ allowedClockSkew: 301 }, ['allowedClockSkew error']],
    [{ allowedClockSkew: -1 }, ['allowedClockSkew error']],
    [{ name: '' }, ['name error']],
    [{ name: 'a b' }, ['name warning']],
    [{ customSigningKey: true, hasSigningKey: true }, ['signingAlgorithm error']],
    [
      { customSigningKey: true, signingAlgorithm: 'HS256', hasSigningKey: true },
      ['signingAlgorithm note'],
    ],
    [{ customSigningKey: true, signingAlgorithm: 'RS256' }, ['hasSigningKey warning']],
  ])('%j', (change, expected) => {
    expect(found(change)).toEqual(expected);
  });
});

describe('generated claims', () => {
  it('are reserved for their kind, each with its reason', () => {
    for (const kind of templateKinds) {
      for (const { name, reason } of generatedClaims(kind)) {
        const verdict = reservedVerdict(kind, name);
        expect(verdict).toMatchObject({ code: 'reserved-claim', leftOut: true });
        expect(verdict?.message).toContain(reason);
      }
    }
    expect(
      generatedClaims('jwt-template')
        .map(({ name }) => name)
        .join(' '),
    ).toBe('azp exp iat iss jti nbf sub');
    expect(reservedVerdict('session-claims', 'aud')).toBeNull();
    expect(reservedVerdict('jwt-template', 'org_id')).toBeNull();
  });
});

describe('a scan', () => {
  const template = compileTemplate({ id: '{{user.id}}' }, { kind: 'session-claims' });
  const scanOf = (lengths: readonly number[], limit: number): Scan => {
    const scan = new Scan(template, limit);
    for (const length of lengths) scan.add({ user: { id: 'x'.repeat(length) } });
    return scan;
  };
  // {"id":"…"} is 9 bytes and the id.
  it('ranks by nearest rank and counts what is strictly over', () => {
    const lengths = Array.from({ length: 100 }, (_, index) => index + 1);
    const report = scanOf(lengths, 9 + 90).report();
    expect(report).toMatchObject({ count: 100, over: 10, p50: 59, p95: 104, p99: 108, max: 109 });
    expect(report.worst[0]).toMatchObject({ index: 99, bytes: 109 });
    expect(report.worst).toHaveLength(20);
    expect(report.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    expect(report.byClaim).toEqual([{ claim: 'id', mean: 57.5, max: 107, total: 5750 }]);
  });

  it('has an answer for nobody and for one', () => {
    expect(scanOf([], 1).report()).toMatchObject({ count: 0, over: 0, max: 0, histogram: [] });
    expect(scanOf([1], 10).report()).toMatchObject({
      count: 1,
      over: 0,
      p50: 10,
      p99: 10,
      max: 10,
    });
  });
});
