import { describe, expect, it } from 'vitest';
import type { JwtTemplate } from '../../../../shared/contract/http.ts';
import type { PreviewContext } from '../../../../shared/domain/template/types.ts';
import { analyse, pointerAt } from '../../../../renderer/features/templates/analysis.logic.ts';
import { createDraftStore } from '../../../../renderer/features/templates/draftStore.ts';
import {
  choicesFor,
  closingFor,
  operandBefore,
} from '../../../../renderer/features/templates/editor/completion.logic.ts';
import { jsonTokens } from '../../../../renderer/features/templates/editor/highlight.logic.ts';
import { entriesOf } from '../../../../renderer/features/templates/entries.logic.ts';
import {
  formOf,
  newForm,
} from '../../../../renderer/features/templates/properties/properties.logic.ts';
import {
  previewRows,
  previewSentence,
} from '../../../../renderer/features/templates/preview/preview.logic.ts';

const ada: PreviewContext = {
  user: {
    id: 'user_ada',
    first_name: 'Ada',
    last_name: 'Byron',
    public_metadata: { plan: 'pro', tags: ['a'] },
  },
  organization: { id: 'org_acme', name: 'Acme Robotics' },
  membership: { role: 'org:admin' },
  session: null,
};
const text = (claims: unknown): string => JSON.stringify(claims, null, 2);

describe('a text under the editor', () => {
  it('is previewed with the origin of every value', () => {
    const { result, problems } = analyse(
      text({ id: '{{user.id}}', app: { plan: '{{user.public_metadata.plan}}', kind: 'web' } }),
      'jwt-template',
      ada,
    );
    if (result === null) throw new Error('no result');
    expect(problems).toEqual([]);
    expect(
      previewRows(result).map(({ name, depth, leaf }) => [name, depth, leaf?.value, leaf?.from]),
    ).toEqual([
      ['id', 0, 'user_ada', 'user.id'],
      ['app', 0, undefined, undefined],
      ['plan', 1, 'pro', 'user.public_metadata.plan'],
      ['kind', 1, 'web', 'as written'],
    ]);
  });

  it('says in one sentence what it gives and why something is null', () => {
    const { result } = analyse(
      text({ id: '{{user.id}}', dept: '{{user.public_metadata.dept}}' }),
      'jwt-template',
      ada,
    );
    if (result === null) throw new Error('no result');
    expect(previewSentence(ada, result, 'jwt-template')).toBe(
      'For Ada in Acme Robotics this template gives 2 claims, 29 bytes. dept is null: public_metadata has no key dept.',
    );
  });

  it('names the place of a JSON error', () => {
    const { error, result, problems } = analyse('{\n  "a": 1,\n}', 'jwt-template', ada);
    expect(result).toBeNull();
    expect(error).toMatchObject({ line: 3, column: 1 });
    expect(problems).toHaveLength(1);
  });

  it('puts problems at their place, errors first', () => {
    const source = text({ a: '{{user.nope}}', sub: 'x' });
    const { problems } = analyse(source, 'jwt-template', ada);
    expect(problems[0]).toMatchObject({ severity: 'error', code: 'reserved-claim' });
    expect(source.slice(problems[0]?.from, problems[0]?.to)).toBe('"sub"');
  });

  it('warns about a name that stands twice', () => {
    const { problems } = analyse('{"a": 1, "a": 2}', 'jwt-template', null);
    expect(problems).toMatchObject([{ code: 'duplicate-name', from: 9, to: 12 }]);
  });

  it('knows the value around the cursor', () => {
    const source = text({ a: { b: 'x' } });
    const { map } = analyse(source, 'jwt-template', null);
    if (map === null) throw new Error('no map');
    expect(pointerAt(map, source.indexOf('"x"') + 1)).toBe('/a/b');
    expect(pointerAt(map, source.indexOf('"a"') + 1)).toBe('/a');
    expect(pointerAt(map, 0)).toBeNull();
  });
});

describe('completion', () => {
  it.each([
    ['  "a": "{{us', { text: 'us', at: 10 }],
    ['  "a": "{{ user.id || org.', { text: 'org.', at: 22 }],
    ['  "a": "{{', { text: '', at: 10 }],
    ['  "a": "{{user.id}} ', null],
    ['  "a": "plain', null],
    ['  "a": "{{user.id || \'x', null],
  ])('%s', (line, operand) => expect(operandBefore(line)).toEqual(operand));

  it('closes the braces that are missing', () => {
    expect(closingFor('",')).toBe('}}');
    expect(closingFor('}}"')).toBe('');
    expect(closingFor(' || org.id}}')).toBe('');
  });

  it('offers every shortcode with its value, then the keys of metadata', () => {
    const id = choicesFor('user.i', ada).find(({ name }) => name === 'user.id');
    expect(id).toMatchObject({ type: 'string', current: '"user_ada"' });
    expect(
      choicesFor('user.public_metadata.', ada).map(({ name, current }) => [name, current]),
    ).toEqual([
      ['user.public_metadata.plan', '"pro"'],
      ['user.public_metadata.tags', '["a"]'],
    ]);
    expect(choicesFor('user.public_metadata.', null)).toEqual([]);
  });
});

describe('the colours of a line', () => {
  it('tell names, strings, shortcodes, numbers and words apart', () => {
    const line = '"a": "x {{user.id}}", "b": 12, "c": true';
    expect(jsonTokens(line).map(({ from, to, kind }) => [kind, line.slice(from, to)])).toEqual([
      ['name', '"a"'],
      ['string', '"x '],
      ['shortcode', '{{user.id}}'],
      ['string', '"'],
      ['name', '"b"'],
      ['number', '12'],
      ['name', '"c"'],
      ['word', 'true'],
    ]);
  });

  it('survive an unfinished string', () => {
    expect(jsonTokens('"a": "{{user').map(({ kind }) => kind)).toEqual(['name', 'string']);
  });
});

describe('drafts', () => {
  const template: JwtTemplate = {
    id: 'jtmp_1',
    name: 'supabase',
    claims: { a: 1 },
    lifetime: 60,
    allowedClockSkew: 5,
    customSigningKey: false,
    signingAlgorithm: 'RS256',
    createdAtMs: 0,
    updatedAtMs: 0,
  };
  const deployed = { text: text(template.claims), properties: formOf(template) };
  const listed = (store: ReturnType<typeof createDraftStore>) =>
    entriesOf(null, [template], store.getState().edits, store.getState().drafts);

  it('mark a template as unsaved until its text is the deployed one again', () => {
    const store = createDraftStore();
    store.edit('jtmp_1', { text: '{}' }, deployed);
    expect(listed(store)[0]).toMatchObject({ dirty: true, textChanged: true, text: '{}' });
    store.edit('jtmp_1', { text: deployed.text }, deployed);
    expect(listed(store)[0]).toMatchObject({ dirty: false });
  });

  it('change what stands beside the claims without freezing the claims', () => {
    const store = createDraftStore();
    store.edit('jtmp_1', { properties: { ...deployed.properties, lifetime: '90' } }, deployed);
    const newer = { ...template, claims: { a: 2 } };
    const [entry] = entriesOf(null, [newer], store.getState().edits, []);
    expect(entry).toMatchObject({
      dirty: true,
      textChanged: false,
      text: text({ a: 2 }),
      properties: { lifetime: '90' },
    });
    store.edit('jtmp_1', { properties: deployed.properties }, deployed);
    expect(listed(store)[0]).toMatchObject({ dirty: false });
  });

  it('are begun, changed and deleted without touching the templates', () => {
    const store = createDraftStore();
    store.begin({ kind: 'session-claims', text: '{}', properties: newForm('mine') });
    const key = store.getState().selected;
    if (key === null) throw new Error('nothing selected');
    store.change(key, { properties: newForm('renamed') });
    expect(listed(store).map(({ name }) => name)).toEqual(['supabase', 'renamed']);
    store.discard(key);
    expect(store.getState()).toMatchObject({ drafts: [], selected: null });
  });
});

describe('a text that is too long', () => {
  it('is not looked at, and one that cannot be saved says so', () => {
    const huge = analyse(`{"a": "${'x'.repeat(1_048_576)}"}`, 'jwt-template', ada);
    expect(huge.claims).toBeNull();
    expect(huge.error).toMatchObject({ isTooLong: true });
    expect(huge.problems).toHaveLength(1);
    const large = text({ a: 'x'.repeat(9_000) });
    expect(analyse(large, 'jwt-template', ada).problems).toEqual([]);
    expect(analyse(large, 'session-claims', ada).problems).toMatchObject([{ code: 'too-large' }]);
  });
});
