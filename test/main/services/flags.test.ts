import { describe, expect, it } from 'vitest';
import { formatFlags, parseFlags } from '../../../main/services/flags.ts';

describe('the command line', () => {
  it('has a default for everything', () => {
    expect(parseFlags([])).toMatchObject({ web: false, dev: false, open: true, reset: false });
  });

  it('takes values behind a space and behind =', () => {
    const flags = parseFlags([
      '--web',
      '--no-open',
      '--reset',
      '--port',
      '0',
      '--sandbox-port=5001',
      '--backend-port=5002',
    ]);
    expect(flags).toMatchObject({
      web: true,
      open: false,
      reset: true,
      port: 0,
      sandboxPort: 5001,
      backendPort: 5002,
    });
    expect(parseFlags(formatFlags(flags))).toEqual(flags);
  });

  it.each([
    [['--port', 'abc']],
    [['--port=65536']],
    [['--port']],
    [['--wbe']],
    [['extra']],
    [['--dev-server=http://elsewhere:1']],
  ])('refuses %j in words', (args) => {
    expect(() => parseFlags(args)).toThrow(/.+\.$/);
  });

  it('skips Chromium’s switches when it is lenient', () => {
    const args = [
      '.',
      '--no-sandbox',
      '--user-data-dir=/x',
      '--reset',
      '--port=1',
      'claimdeck://x',
    ];
    expect(parseFlags(args, { lenient: true })).toMatchObject({ reset: true, port: 1 });
  });
});
