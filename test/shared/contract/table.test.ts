import { describe, expect, it } from 'vitest';
import { isEvent, isMethod, methods } from '../../../shared/contract/table.ts';
import { appError, AppErrorSchema } from '../../../shared/errors/appError.ts';

describe('the contract table', () => {
  it('knows its own methods and no inherited name', () => {
    expect(isMethod('app.bootstrap')).toBe(true);
    for (const name of ['__proto__', 'constructor', 'toString', 'app.nothing', '']) {
      expect(isMethod(name)).toBe(false);
      expect(isEvent(name)).toBe(false);
    }
  });

  it('refuses an unknown key in every input', () => {
    for (const [name, method] of Object.entries(methods)) {
      const parsed = method.input.safeParse({ unexpected: 1 });
      expect(parsed.success, name).toBe(false);
    }
  });

  it('gives every error its remedy from the table unless it brings its own', () => {
    const plain = appError('backend.unreachable', 'The backend does not answer.');
    expect(plain.remedy).toBe('Restart the backend.');
    const own = appError('backend.unreachable', 'The backend does not answer.', {
      remedy: 'Wait.',
    });
    expect(own.remedy).toBe('Wait.');
    expect(AppErrorSchema.safeParse(own).success).toBe(true);
  });
});
