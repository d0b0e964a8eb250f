import { describe, expect, it } from 'vitest';
import { TemplateWrite, type JwtTemplate } from '../../../../shared/contract/http.ts';
import {
  bodyOf,
  fileText,
  findingsOf,
  formOf,
  propertyChanges,
  readFileText,
} from '../../../../renderer/features/templates/save/save.logic.ts';

const deployed: JwtTemplate = {
  id: 'jtmp_1',
  name: 'supabase',
  claims: { a: 1 },
  lifetime: 600,
  allowedClockSkew: 5,
  customSigningKey: true,
  signingAlgorithm: 'HS256',
  createdAtMs: 0,
  updatedAtMs: 0,
};

describe('saving a template', () => {
  it('sends a body the backend takes, with the key only when one was typed', () => {
    const form = { ...formOf('mine', null), customKey: true, algorithm: 'HS256' };
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
    const errors = (change: Partial<ReturnType<typeof formOf>>) =>
      findingsOf({ ...formOf('mine', null), ...change }, false)
        .filter(({ severity }) => severity === 'error')
        .map(({ property }) => property);
    expect(errors({})).toEqual([]);
    expect(errors({ lifetime: '29' })).toEqual(['lifetime']);
    expect(errors({ lifetime: '' })).toEqual(['lifetime']);
    expect(errors({ clockSkew: '5.5' })).toEqual(['allowedClockSkew']);
    expect(errors({ name: '' })).toEqual(['name']);
  });

  it('names what changes beside the claims', () => {
    const form = { ...formOf('', deployed), lifetime: '60' };
    expect(propertyChanges(form, deployed, false)).toEqual([
      { name: 'Lifetime, seconds', before: '600', after: '60' },
    ]);
    expect(propertyChanges(formOf('', deployed), deployed, true)).toEqual([
      { name: 'Key', before: 'the one Clerk has', after: 'the one typed here' },
    ]);
    expect(propertyChanges(formOf('', deployed), deployed, false)).toEqual([]);
  });
});

describe('a template file', () => {
  it('comes back as it went out, without an id and without a key', () => {
    const text = fileText('supabase', { a: '{{user.id}}' }, deployed);
    expect(readFileText(text)).toEqual({
      ok: true,
      name: 'supabase',
      claims: { a: '{{user.id}}' },
    });
    expect(JSON.parse(text)).not.toHaveProperty('id');
    expect(JSON.parse(text)).not.toHaveProperty('signing_key');
  });

  it('may be the bare claims, and is refused with its place otherwise', () => {
    expect(readFileText('{"a": 1}')).toEqual({ ok: true, name: null, claims: { a: 1 } });
    expect(readFileText('{"a": 1,}')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/line 1, column 9/) as string,
    });
    expect(readFileText('{"object": "jwt_template", "claims": []}')).toMatchObject({ ok: false });
  });
});
