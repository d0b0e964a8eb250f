import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../shared/domain/json.ts';
import { compileTemplate } from '../../../../shared/domain/template/compile.ts';
import type { PreviewContext, WarningCode } from '../../../../shared/domain/template/types.ts';

/** The user of the documentation's examples. */
const john: PreviewContext = {
  user: {
    id: 'user_1',
    first_name: 'John',
    last_name: null,
    created_at: 1_700_000_000_999,
    public_metadata: { age: 0, empty: '', tags: ['a'], a: { b: 7 }, off: false },
  },
};

const template = (claims: JsonObject) => compileTemplate(claims, { kind: 'jwt-template' });
const value = (text: Json, context: PreviewContext = john): Json | undefined =>
  template({ x: text }).render(context)['x'];
const codes = (text: Json): WarningCode[] => template({ x: text }).warnings.map(({ code }) => code);

describe('the template language', () => {
  const vectors: [text: string, expected: Json][] = [
    ['{{user.last_name}} {{user.first_name}}', 'null John'],
    ['{{user.public_metadata.tags}}', ['a']],
    ['x{{user.public_metadata.a.b}}', 'x7'],
    ['{{user.public_metadata.a.b}}', 7],
    ["{{user.public_metadata.nope || 'none'}}", 'none'],
    ['{{user.public_metadata.age || 30}}', 0],
    ["{{user.public_metadata.empty || 'x'}}", ''],
    ['{{user.public_metadata.off || 5}}', 5],
    ['{{user.last_name || false}}', false],
    ['{{user.i_dont_exist}}', null],
    ['{{organization.id}}', '{{organization.id}}'],
    ['{{ user.id }}', 'user_1'],
    [' {{user.id}} ', ' user_1 '],
    ['{{user.public_metadata.tags}}!', '["a"]!'],
    ['{{user.created_at}}', 1_700_000_000],
    ["{{'lit'}}", 'lit'],
    ['{{-1.5e2}}', -150],
    ['{{{user.id}}}', '{{{user.id}}}'],
    ['{{user.id', '{{user.id'],
    ['{{user.id "x" {{user.id}}', '{{user.id "x" user_1'],
    ['{{user.last_name || "x"}}', '{{user.last_name || "x"}}'],
    ['{{user.public_metadata.__proto__}}', null],
    ['{{user.public_metadata.constructor}}', null],
    ['{{user.public_metadata.tags.0}}', null],
    ['{{org.role}}', null],
  ];
  it.each(vectors)('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it('walks objects and lists and leaves names alone', () => {
    const claims = { a: [{ '{{user.id}}': '{{user.id}}' }, 1, null, true] };
    expect(template(claims).render(john)).toEqual({
      a: [{ '{{user.id}}': 'user_1' }, 1, null, true],
    });
  });

  it('keeps an own __proto__ member', () => {
    const claims = JSON.parse('{"__proto__":{"a":"{{user.id}}"},"b":1}') as JsonObject;
    const made = template(claims);
    expect(JSON.stringify(made.render(john))).toBe('{"__proto__":{"a":"user_1"},"b":1}');
    expect(made.size(john)).toBe(34);
  });

  it('warns about what the documentation leaves open', () => {
    expect(codes('{{organization.id}}')).toEqual(['unknown-root']);
    expect(codes('{{user.private_metadata.x}}')).toEqual(['private-metadata']);
    expect(codes('{{user.last_name || "x"}}')).toEqual(['double-quoted-literal']);
  });
});
