import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../../shared/kernel/fileName.ts';

const json = (name: string): string => safeFileName(name, ['json']);

describe('a file name', () => {
  it.each([
    ['checkout.json', 'checkout.json'],
    ['checkout', 'checkout.json'],
    ['Checkout v1.2', 'Checkout v1.2.json'],
    ['ACME.JSON', 'ACME.json'],
    ['Grüße 東京', 'Grüße 東京.json'],
    ['👩‍🚀', '👩🚀.json'],
    ['Acme / EU', 'Acme - EU.json'],
  ])('stays what it says: %j is %j', (suggested, name) => expect(json(suggested)).toBe(name));

  it.each([
    ['../../x', 'x.json'],
    ['..\\..\\x', 'x.json'],
    ['/etc/passwd', 'etc-passwd.json'],
    ['C:\\Windows\\x', 'C-Windows-x.json'],
    ['~/.ssh/id', '~-.ssh-id.json'],
    ['.bashrc', 'bashrc.json'],
    ['-rf', 'rf.json'],
  ])('leaves no folder and hides nothing: %j is %j', (suggested, name) =>
    expect(json(suggested)).toBe(name),
  );

  it.each([
    ['a\0b.json', 'ab.json'],
    ['a\r\nb', 'ab.json'],
    ['invoice\u202Enosj.exe', 'invoicenosj.exe.json'],
    ['a\u200B\uFEFFb', 'ab.json'],
    ['a\uD800b', 'a-b.json'],
    ['x:stream', 'x-stream.json'],
    ['a*?"<>|b', 'a-b.json'],
  ])('shows what it is: %j is %j', (suggested, name) => expect(json(suggested)).toBe(name));

  it.each(['CON', 'con.json', 'NUL', 'aux.tar', 'COM1', 'lpt9.json', 'COM¹', 'CONIN$'])(
    'is no device of Windows: %j',
    (suggested) => expect(json(suggested)).toMatch(/^_/),
  );

  it.each(['', '.', '..', '   ', '///', '\0', '.json', '-.-'])('is never empty: %j', (suggested) =>
    expect(json(suggested)).toBe('claimdeck.json'),
  );

  it('fits everywhere, whole letters only, its extension kept', () => {
    expect(json(`${'a'.repeat(300)}.json`)).toBe(`${'a'.repeat(128)}.json`);
    const wide = json('é👨‍👩‍👧'.repeat(200));
    expect(new TextEncoder().encode(wide).length).toBeLessThanOrEqual(140);
    expect(wide).toMatch(/[é👧]\.json$/u);
    // Cutting uncovers no dot or space at the end.
    expect(json(`${'a'.repeat(127)}. b`)).toBe(`${'a'.repeat(127)}.json`);
  });

  it('has an extension of its kind, whatever it claims to be', () => {
    expect(safeFileName('claims.ts', ['txt', 'md', 'ts'])).toBe('claims.ts');
    expect(safeFileName('run.sh', ['txt', 'md', 'ts'])).toBe('run.sh.txt');
    expect(safeFileName('x.desktop', ['json'])).toBe('x.desktop.json');
    expect(safeFileName('x.json. ', ['json'])).toBe('x.json');
  });

  it('comes out of its own output unchanged', () => {
    for (const name of ['../../x', 'CON', 'a'.repeat(300), 'a\0.csv', '.', 'Acme / EU']) {
      expect(json(json(name))).toBe(json(name));
    }
  });
});
