import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import { mapJsonText, parseTemplateText } from '../../../../shared/domain/template/jsonText.ts';
import { locateWarnings, repeatedNames } from '../../../../shared/domain/template/locate.ts';
import type { TemplateKind, TemplateWarning } from '../../../../shared/domain/template/types.ts';

const lint = (
  claims: JsonObject,
  kind: TemplateKind = 'jwt-template',
): readonly TemplateWarning[] => compileTemplate(claims, { kind }).warnings;
const codes = (text: Json): string[] => lint({ x: text }).map(({ code }) => code);

describe('warnings of a template', () => {
  const cases: [text: string, codes: string[]][] = [
    ['{{user.id}}', []],
    ['plain {user.id}', []],
    ['{{user.frist_name}}', ['unknown-property']],
    ['{{organization.public_metadata.x}}', ['unknown-root']],
    ['{{user.private_metadata}}', ['private-metadata']],
    ['{{org.permissions}}', ['undocumented-shortcode']],
    ['{{session.id}}', ['undocumented-shortcode']],
    ['{{user.last_sign_in_at}}', ['undocumented-shortcode', 'unit-not-confirmed']],
    ['{{user.public_metadata.a.0}}', ['array-index']],
    ['{{user.public_metadata.a[0]}}', ['array-index']],
    ['{{user.public_metadata.a-b}}', ['unusual-key']],
    ['{{session.actor.sub}}', ['undocumented-path']],
    ['{{user.public_metadata}}', ['unbounded-size']],
    ['{{user.organizations}}', ['unbounded-size']],
    ['{{org_membership.permissions}}', ['permissions-scope']],
    ['{{user.id ? 1 : 2}}', ['bad-expression']],
    ['{{user.id | upper}}', ['bad-expression']],
    ['{{user..id}}', ['bad-expression']],
    ['{{}}', ['bad-expression']],
    ["{{user.username || 'it's'}}", ['bad-expression']],
    ["{{user.username || 'x}}", ['apostrophe']],
    ['{{user.username || ‘x’}}', ['apostrophe']],
    ['{{user.username || null}}', ['null-literal']],
    ['{{user.username || "x"}}', ['double-quoted-literal']],
    ['{{{user.id}}}', ['repeated-braces']],
    ['{{user.id', ['unbalanced-braces']],
    ["{{user.username || '}}'}}", ['braces-in-literal']],
    [' {{user.id}}', ['spaces-around-value']],
    ['{{user.id}} x ', ['edge-space']],
    ['hi {{user.first_name}}', ['null-in-text']],
    ["hi {{user.first_name || ''}}", []],
    ["{{user.id || 'x'}}", ['unreachable-fallback']],
    ["{{user.has_image || 'x'}}", []],
    ["{{'' || 'x'}}", ['falsy-kept', 'unreachable-fallback']],
    ['{{user.created_at}}', ['unit-not-confirmed']],
  ];
  it.each(cases)('%s', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('suggests what was probably meant', () => {
    const fix = (text: string): string | undefined => lint({ x: text })[0]?.fix?.replacement;
    expect(fix('{{user.frist_name}}')).toBe('user.first_name');
    expect(fix('{{organization.public_metadata.x}}')).toBe('org.public_metadata.x');
    expect(fix('{{usr.id}}')).toBe('user.id');
    expect(fix('{{user.primary_phone_address}}')).toBe('user.primary_phone_number');
    expect(fix('{{user.username || "x"}}')).toBe("'x'");
    expect(fix('{{{user.id}}}')).toBe('{{user.id}}');
    expect(fix('hi {{user.first_name}}')).toBe("{{user.first_name || ''}}");
    expect(fix(' {{user.id}} ')).toBe('{{user.id}}');
    expect(fix('{{zzzzzz.qqqqqq}}')).toBeUndefined();
  });

  it('marks the place inside the string', () => {
    const [warning] = lint({ a: { b: ['x {{user.id}} {{user.idd}}'] } });
    expect(warning).toMatchObject({
      code: 'unknown-property',
      pointer: '/a/b/0',
      offset: 16,
      length: 8,
    });
  });

  it('reports reserved claims per kind and leaves them out', () => {
    const claims = { exp: 1, sid: 'x', o: {}, act: '{{session.actor}}', aud: 'a', org_id: 'b' };
    const template = compileTemplate(claims, { kind: 'jwt-template' });
    expect(template.claimNames).toEqual(['o', 'act', 'aud', 'org_id']);
    expect(template.warnings.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['reserved-claim', '/exp'],
      ['reserved-claim', '/sid'],
      ['session-bound-claim', '/o'],
    ]);
    const session = compileTemplate(claims, { kind: 'session-claims' });
    expect(session.claimNames).toEqual(['aud', 'org_id']);
    expect(session.warnings.map(({ code, pointer }) => [code, pointer])).toEqual([
      ['reserved-claim', '/exp'],
      ['reserved-claim', '/sid'],
      ['reserved-claim', '/o'],
      ['reserved-claim', '/act'],
      ['version-1-claim', '/org_id'],
    ]);
  });

  it('keeps names literal and nests only so deep', () => {
    expect(codes({ '{{user.id}}': 1 })).toEqual(['shortcode-in-key']);
    let deep: Json = '{{user.id}}';
    for (let level = 0; level < 300; level += 1) deep = [deep];
    expect(codes(deep)).toEqual(['too-deep']);
  });
});

describe('places in the text', () => {
  it('counts lines and columns past escapes, emoji and line breaks', () => {
    const text = [
      '{',
      '  "a\\u0041~/": "\\u00e9\\n😀 {{user.idd}}",',
      '  "list": [1, "{{ user.idd }}"],',
      '  "exp": 1',
      '}',
    ].join('\r\n');
    const parsed = parseTemplateText(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const { warnings } = compileTemplate(parsed.value, { kind: 'jwt-template' });
    const located = locateWarnings(text, warnings);
    const marked = (code: string): string[] =>
      located
        .filter((warning) => warning.code === code)
        .map(({ from, to }) => text.slice(from, to));
    expect(marked('unknown-property')).toEqual(['user.idd', 'user.idd']);
    expect(marked('reserved-claim')).toEqual(['"exp"']);
    expect(located.map(({ line, column }) => [line, column])).toContainEqual([3, 19]);
    expect(located.map(({ line, column }) => [line, column])).toContainEqual([4, 3]);
  });

  it.each([
    ['{"a":1,}', 8, /one too many/],
    ['{"a" 1}', 6, /colon/],
    ['{"a":1 "b":2}', 8, /comma or }/],
    ['{a:1}', 2, /name in double quotes/],
    ["{'a':1}", 2, /name in double quotes/],
    ['{"a":tru}', 6, /value is expected/],
    ['{"a":01}', 7, /comma or }/],
    ['{"a":[1,]}', 9, /one too many/],
    ['{"a":"x', 6, /never closed/],
    ['{"a":"\\x"}', 7, /backslash/],
    ['{"a":"\t"}', 7, /control character/],
    ['{"a":1', 7, /ends too early/],
    ['{"a":1}}', 8, /Nothing may follow/],
    ['{"a":{{user.id}}}', 6, /quotes/],
    ['// x\n{}', 1, /comments/],
    ['"x"', 1, /one JSON object/],
    ['', 1, /empty/],
  ])('says where %j goes wrong', (text, column, message) => {
    const parsed = parseTemplateText(text);
    expect(parsed).toMatchObject({ ok: false, error: { line: 1, column } });
    expect(parsed.ok ? '' : parsed.error.message).toMatch(message);
  });

  it('agrees with JSON.parse about what is JSON', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u12',
      '1',
      '-',
      '0.5e',
      'true',
      ' ',
      '\n',
    ];
    let seed = 42;
    const next = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let round = 0; round < 20_000; round += 1) {
      const length = Math.ceil(next() * 7);
      const text = Array.from({ length }, () => pieces[Math.floor(next() * pieces.length)]).join(
        '',
      );
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect([text, mapJsonText(text).ok]).toEqual([text, valid]);
    }
  });

  it('finds repeated names', () => {
    const text = '{"a":1,"b":{"c":1,"c":2},"a":3}';
    expect(repeatedNames(text)).toMatchObject([
      { code: 'repeated-name', pointer: '/b/c', column: 19, from: 18, to: 21 },
      { code: 'repeated-name', pointer: '/a', column: 26 },
    ]);
    expect(repeatedNames('{"a":')).toEqual([]);
  });
});
