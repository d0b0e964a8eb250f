import { pointerPart, warn, type TokenPlace, type TokenWarning } from './warnings.ts';

/** Warnings of one kind a report carries before it only counts on. */
const mostWarnings = 50;

interface Frame {
  readonly path: string;
  /** Names seen in an object; null for an array. */
  readonly names: Set<string> | null;
  name: string;
  index: number;
}

/**
 * Finds what `JSON.parse` keeps silent about: a member that a later one of the same name replaces,
 * and a number whose decimal value a double cannot hold. `text` must have been accepted by
 * `JSON.parse`. Linear, without recursion.
 */
export function auditJson(text: string, segment: TokenPlace['segment']): TokenWarning[] {
  const warnings: TokenWarning[] = [];
  let unreported = 0;
  const report = (warning: TokenWarning): void => {
    if (warnings.length < mostWarnings) warnings.push(warning);
    else unreported += 1;
  };
  const stack: Frame[] = [];
  let expectsName = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    const frame = stack.at(-1);
    if (character === '{' || character === '[') {
      const path = frame === undefined ? '' : placeOf(frame);
      const names = character === '{' ? new Set<string>() : null;
      stack.push({ path, names, name: '', index: 0 });
      expectsName = character === '{';
    } else if (character === '}' || character === ']') {
      stack.pop();
      expectsName = false;
    } else if (character === ',') {
      if (frame?.names === null) frame.index += 1;
      expectsName = frame?.names !== null;
    } else if (character === '"') {
      const end = endOfString(text, i);
      if (expectsName && frame !== undefined) {
        frame.name = JSON.parse(text.slice(i, end + 1)) as string;
        if (frame.names?.has(frame.name) === true) report(duplicate(frame, segment));
        frame.names?.add(frame.name);
        expectsName = false;
      }
      i = end;
    } else if (
      character === '-' ||
      (character !== undefined && character >= '0' && character <= '9')
    ) {
      let end = i + 1;
      while (end < text.length && '0123456789.eE+-'.includes(text.charAt(end))) end += 1;
      const source = text.slice(i, end);
      if (isLossy(source))
        report(
          warn(
            'lossy-number',
            `The number ${source.slice(0, 40)} cannot be held exactly: readers in JavaScript see ${String(Number(source))}.`,
            frame === undefined ? '' : placeOf(frame),
            segment,
          ),
        );
      i = end - 1;
    }
  }
  if (unreported > 0)
    warnings.push(
      warn('more-warnings', `${String(unreported)} more warnings of these kinds.`, '', segment),
    );
  return warnings;
}

const placeOf = (frame: Frame): string =>
  frame.path + pointerPart(frame.names === null ? frame.index : frame.name);

function duplicate(frame: Frame, segment: TokenPlace['segment']): TokenWarning {
  const path = placeOf(frame);
  return warn(
    'duplicate-member',
    'This member appears more than once: the last one counts in JavaScript, other readers may take the first.',
    path,
    segment,
  );
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

/** Whether the double nearest to a JSON number prints as another decimal value. */
export function isLossy(source: string): boolean {
  const value = Number(source);
  if (!Number.isFinite(value)) return true;
  // Underflow; also keeps a monstrous exponent from being read below.
  if (value === 0) return /[1-9]/.test(source.split(/[eE]/)[0] ?? '');
  return normal(source) !== normal(String(value));
}

/** Sign, significant digits and exponent, so that `1.50e1`, `15` and `15.0` compare equal. */
function normal(source: string): string {
  const sign = source.startsWith('-') ? '-' : '';
  const [mantissa = '', exponent = '0'] = source.slice(sign.length).toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  let first = 0;
  while (digits[first] === '0') first += 1;
  let end = digits.length;
  while (end > first && digits[end - 1] === '0') end -= 1;
  if (first === end) return '0';
  const power = BigInt(exponent.replace('+', '')) + BigInt(digits.length - end - fraction.length);
  return `${sign}${digits.slice(first, end)}e${String(power)}`;
}
