import { describe, expect, it } from 'vitest';
import { TemplateWrite, type JwtTemplate } from '../../../../shared/contract/http.ts';
import { entriesOf } from '../../../../renderer/features/templates/entries.logic.ts';
import { fileOf, readFileText } from '../../../../renderer/features/templates/files/files.logic.ts';
import {
  bodyOf,
  findingsOf,
  formOf,
  newForm,
  propertyChanges,
} from '../../../../renderer/features/templates/properties/properties.logic.ts';

const deployed: JwtTemplate = {
  id: 'jtmp_1',
  name: 'supabase',
  claims: { a: '{{user.id}}' },
  lifetime: 600,
  allowedClockSkew: 5,
  customSigningKey: true,
  signingAlgorithm: 'HS256',
  createdAtMs: 0,
  updatedAtMs: 0,
};

describe('saving a template', () => {
  it('sends a body the backend takes, with the key only when one was typed', () => {
    const form = { ...newForm('mine'), customKey: true, algorithm: 'HS256' };
    const body = bodyOf(form, { a: '{{user.id}}' }, 'hush');
    expect(TemplateWrite.parse(body)).toEqual({
      name: 'mine',
      claims: { a: '{{user.id}}' },
      lifetime: 60,
      allowedClockSkew: 5,
      customSigningKey: true,
      signingAlgorithm: 'HS256',
      signingKey: 'hush',
    });
    expect(bodyOf(form, {}, '')).not.toHaveProperty('signingKey');
    expect(bodyOf({ ...form, customKey: false }, {}, 'hush')).not.toHaveProperty('signingKey');
  });

  it('refuses what Clerk would', () => {
    const errors = (change: Partial<ReturnType<typeof newForm>>) =>
      findingsOf({ ...newForm('mine'), ...change }, false)
        .filter(({ severity }) => severity === 'error')
        .map(({ property }) => property);
    expect(errors({})).toEqual([]);
    expect(errors({ lifetime: '29' })).toEqual(['lifetime']);
    expect(errors({ lifetime: '' })).toEqual(['lifetime']);
    expect(errors({ clockSkew: '5.5' })).toEqual(['allowedClockSkew']);
    expect(errors({ name: '' })).toEqual(['name']);
  });

  it('names what changes beside the claims', () => {
    const before = formOf(deployed);
    expect(propertyChanges(before, { ...before, lifetime: '60' }, false)).toEqual([
      { name: 'Lifetime, seconds', before: '600', after: '60' },
    ]);
    expect(propertyChanges(before, before, true)).toEqual([
      { name: 'Key', before: 'the one Clerk has', after: 'the one typed here' },
    ]);
    expect(propertyChanges(before, before, false)).toEqual([]);
  });
});

describe('a template file', () => {
  const entries = entriesOf({ from: 'unknown' }, [deployed], {}, []);
  const fileText = (at: number): string => {
    const entry = entries[at];
    if (entry === undefined) throw new Error('no entry');
    return fileOf(entry, { a: '{{user.id}}' }).text;
  };

  it('comes back as it went out, without an id and without a key', () => {
    const text = fileText(1);
    expect(readFileText('x.json', text)).toEqual({
      ok: true,
      file: { fileName: 'x.json', claims: { a: '{{user.id}}' }, properties: formOf(deployed) },
    });
    expect(JSON.parse(text)).not.toHaveProperty('id');
    expect(JSON.parse(text)).not.toHaveProperty('signing_key');
  });

  it('holds the bare claims for the session token, and may for any', () => {
    expect(readFileText('s.json', fileText(0))).toEqual({
      ok: true,
      file: { fileName: 's.json', claims: { a: '{{user.id}}' }, properties: null },
    });
  });

  it('is refused with its place otherwise', () => {
    expect(readFileText('x.json', '{"a": }')).toMatchObject({
      ok: false,
      message: expect.stringContaining('line 1, column 7') as string,
    });
    expect(readFileText('x.json', '[]')).toMatchObject({ ok: false });
    const wrong = { object: 'jwt_template', name: 'x', claims: 'no' };
    expect(readFileText('x.json', JSON.stringify(wrong))).toMatchObject({ ok: false });
  });
});
