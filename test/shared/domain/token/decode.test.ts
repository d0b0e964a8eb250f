import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLossy } from '../../../../shared/domain/token/audit.ts';
import { decodeToken, maxTokenChars } from '../../../../shared/domain/token/decode.ts';
import { maxDepth } from '../../../../shared/domain/token/failure.ts';
import { encodeBase64url } from '../../../../shared/kernel/base64url.ts';
import { acmeV2, decoded, encodeText, tokenOf, tokenOfTexts } from './support.ts';

const header = '{"alg":"RS256","typ":"JWT","kid":"ins_1"}';

const reasonOf = (text: string): string => {
  const result = decodeToken(text);
  return result.ok ? 'decoded' : result.error.reason;
};

const warningsOf = (payload: string): string[] =>
  decoded(tokenOfTexts(header, payload)).warnings.map(({ code, path }) => `${code} ${path}`);

describe('decodeToken', () => {
  test('takes a token apart and counts each segment', () => {
    const token = tokenOf(acmeV2);
    const result = decoded(`  ${token}\n`);
    expect(result.raw).toBe(token);
    expect(result.claims).toEqual(acmeV2);
    expect(result.header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'ins_1' });
    expect(result.segments.payload.bytes).toBe(JSON.stringify(acmeV2).length);
    expect(result.segments.signature).toMatchObject({ chars: 342, bytes: 256 });
    expect(result.members.map(({ name }) => name)).toEqual(Object.keys(acmeV2));
    expect(result.warnings).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['empty', ' \n\t '],
    ['not-three-parts', 'undefined'],
    ['not-three-parts', 'a.b'],
    ['not-three-parts', 'a.b.c.d'],
    ['encrypted', 'a.b.c.d.e'],
    ['bad-base64url', 'é.AAAA.AAAA'],
    ['bad-base64url', `${encodeText(header)}.A.AAAA`],
    ['bad-base64url', `${encodeText(header)}.${encodeText('{}')}.A`],
    ['bad-json', '..'],
    ['bad-json', `${encodeText(header)}..AAAA`],
    ['bad-json', tokenOfTexts(header, '{"a":1')],
    ['bad-json', tokenOfTexts(header, '{a:1}')],
    ['not-an-object', tokenOfTexts(header, '[1]')],
    ['not-an-object', tokenOfTexts(header, 'null')],
    ['not-an-object', tokenOfTexts('"x"', '{}')],
    ['too-many-values', tokenOfTexts(header, `{"a":[${'1,'.repeat(260_000)}1]}`)],
    ['too-large', 'a'.repeat(maxTokenChars + 1)],
  ])('says %s', (reason, text) => {
    const result = decodeToken(text);
    expect(reasonOf(text)).toBe(reason);
    if (!result.ok) {
      expect(result.error.message).toMatch(/^[A-Z].*\.$/);
      expect(result.error.remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('accepts an unsigned token, as nothing is verified here', () => {
    expect(decoded(tokenOfTexts('{"alg":"none"}', '{}', '')).segments.signature.bytes).toBe(0);
  });

  test('names members that stand twice, with their path', () => {
    expect(warningsOf('{"a":1,"b":{"c":[0,{"x/y":1,"x/y":2}]},"a":2,"a":3}')).toEqual([
      'duplicate-member /b/c/1/x~1y',
      'duplicate-member /a',
      'duplicate-member /a',
    ]);
    expect(warningsOf('{"a":1,"\\u0061":2}')).toEqual(['duplicate-member /a']);
    expect(warningsOf('{"a":"\\"a\\":1,","b":["\\\\"],"c":":,{"}')).toEqual([]);
  });

  test('names numbers that a double cannot hold', () => {
    expect(
      warningsOf(
        '{"id":9007199254740993,"ok":9007199254740992,"a":[1e400,0.1,1E2,-12345678901234567890,1e-400]}',
      ),
    ).toEqual(['lossy-number /id', 'lossy-number /a/0', 'lossy-number /a/3', 'lossy-number /a/4']);
    expect(isLossy('1.50e1')).toBe(false);
    expect(isLossy('0.1000000000000000055511151231257827')).toBe(true);
    expect(isLossy('-0')).toBe(false);
    expect(isLossy('0e999999999999999999')).toBe(false);
    expect(isLossy('12345678901234567000')).toBe(false);
  });

  test('keeps __proto__ as data and says so', () => {
    const result = decoded(
      tokenOfTexts(header, '{"__proto__":{"sid":"sess_x"},"a":{"\\u005f_proto__":1}}'),
    );
    expect(result.warnings.map(({ code }) => code)).toEqual(['prototype-member']);
    expect(result.claims['sid']).toBeUndefined();
    expect(Object.getPrototypeOf(result.claims)).toBe(Object.prototype);
    expect(warningsOf('{"note":"__proto__"}')).toEqual([]);
  });

  test('reads bad UTF-8, a byte order mark and padding as Clerk does, and warns', () => {
    const bytes = Uint8Array.from([...Buffer.from('{"a":"'), 0xff, 0xc3, ...Buffer.from('"}')]);
    const bad = decoded(`${encodeText(header)}.${encodeBase64url(bytes)}.AAAA`);
    expect(bad.claims['a']).toBe('\ufffd\ufffd');
    expect(bad.warnings.map(({ code }) => code)).toEqual(['invalid-utf8']);
    expect(warningsOf('\ufeff{"a":1}')).toEqual(['byte-order-mark ']);
    const padded = decoded(`${encodeText(header)}.${encodeText('{"a":1}')}==.AAAA`);
    expect(padded.warnings.map(({ code }) => code)).toEqual(['padded-segment']);
  });

  test.each([
    ['{"alg":"none"}', ['algorithm-none /alg']],
    ['{"alg":"HS256"}', ['algorithm-unsupported /alg']],
    ['{}', ['algorithm-unsupported /alg']],
    [
      '{"alg":"RS256","crit":["b64"],"jku":"https://x"}',
      ['critical-header /crit', 'key-address-in-header /jku'],
    ],
    ['{"alg":"RS256","cat":"x"}', ['unknown-category /cat']],
    ['{"alg":"RS256","cat":"cl_B7d4PD222AAA"}', ['template-as-session /sid']],
    ['{"alg":"RS256","cat":"cl_I7d4PD111III"}', []],
  ])('warns of the header %s', (text, expected) => {
    const { warnings } = decoded(tokenOfTexts(text, '{"sid":"sess_1"}'));
    expect(warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });

  test('keeps nothing of one header for the next token', () => {
    const first = decoded(tokenOfTexts('{"alg":"RS256","kid":"a"}', '{}'));
    (first.header as Record<string, unknown>)['kid'] = 'changed';
    const second = decoded(tokenOfTexts('{"alg":"RS256","kid":"a"}', '{"b":1}'));
    expect(second.header).toEqual({ alg: 'RS256', kid: 'a' });
    expect(second.segments.header).toEqual(first.segments.header);
    expect(decoded(tokenOfTexts('{"alg":"RS256","kid":"b"}', '{}')).header['kid']).toBe('b');
  });

  test('a report stays short however many faults there are', () => {
    const twins = Array.from({ length: 5000 }, () => '"a":1').join(',');
    expect(warningsOf(`{${twins}}`).length).toBe(51);
  });

  test('refuses what nests too deep, however deep', () => {
    const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect(reasonOf(tokenOfTexts(header, nested(maxDepth - 1)))).toBe('decoded');
    expect(reasonOf(tokenOfTexts(header, nested(maxDepth)))).toBe('too-deep');
    expect(reasonOf(tokenOfTexts(header, nested(1_000_000)))).toBe('too-deep');
    expect(reasonOf(tokenOfTexts(header, '['.repeat(1_000_000)))).toBe('too-deep');
  });

  test.each([
    ['one long string', () => `{"a":"${'x'.repeat(6_000_000)}"}`],
    [
      'many small members',
      () => `{${Array.from({ length: 400_000 }, (_, i) => `"k${String(i)}":1`).join(',')}}`,
    ],
    ['many twins', () => `{${'"a":1,'.repeat(1_000_000)}"b":1}`],
    ['one long number', () => `{"a":1${'0'.repeat(3_000_000)}1}`],
    ['many numbers', () => `{"a":[${'12345678901234567,'.repeat(300_000)}1]}`],
    ['escapes', () => `{"a":"${'\\\\'.repeat(3_000_000)}"}`],
    ['an open string', () => `{"a":"${'\\'.repeat(5_999_999)}`],
    ['open brackets in strings', () => `{"a":"${'{['.repeat(3_000_000)}"}`],
  ])('8 MB of %s takes bounded time', (_name, make) => {
    const token = tokenOfTexts(header, make());
    const before = process.cpuUsage();
    reasonOf(token);
    const { user, system } = process.cpuUsage(before);
    // Processor time, so that a busy machine does not count.
    expect((user + system) / 1000).toBeLessThan(4000);
  });

  test('never throws, and gives back what was put in', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(['decoded', reasonOf(text)]).toContain(reasonOf(text));
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (a, b) => {
        decodeToken(`${encodeBase64url(a)}.${encodeBase64url(b)}.AAAA`);
        decodeToken(`${encodeText(header)}.${encodeBase64url(b)}.AAAA`);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (claims) => {
        const text = JSON.stringify(claims);
        const result = decoded(tokenOfTexts(header, text));
        expect(result.claims).toEqual(JSON.parse(text));
        const names = new Set(result.members.map(({ name }) => name));
        expect([...names].sort()).toEqual(Object.keys(claims).sort());
      }),
      { numRuns: 400 },
    );
  });
});
