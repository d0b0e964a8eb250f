import { pointerPart, warn, type TokenPlace, type TokenWarning } from './warnings.ts';

/** Warnings a report carries before it only counts on. */
const mostWarnings = 50;

interface Frame {
  readonly parent: Frame | null;
  /** Names seen in an object; null for an array. */
  readonly names: Set<string> | null;
  name: string;
  index: number;
}

const code = (character: string): number => character.charCodeAt(0);
const quoteMark = code('"');
const backslash = code('\\');
const zero = code('0');
const nine = code('9');

/**
 * Finds what `JSON.parse` keeps silent about: a member that a later one of the same name replaces,
 * and a number whose decimal value a double cannot hold. `text` must have been accepted by
 * `JSON.parse`. Linear, without recursion.
 */
export function auditJson(text: string, segment: TokenPlace['segment']): TokenWarning[] {
  const warnings: TokenWarning[] = [];
  let unreported = 0;
  let frame = null as Frame | null;
  let expectsName = false;
  const isFull = (): boolean => {
    if (warnings.length >= mostWarnings) unreported += 1;
    return warnings.length >= mostWarnings;
  };
  for (let i = 0; i < text.length; i += 1) {
    const at = text.charCodeAt(i);
    switch (at) {
      case 0x7b:
      case 0x5b:
        expectsName = at === 0x7b;
        frame = { parent: frame, names: expectsName ? new Set() : null, name: '', index: 0 };
        break;
      case 0x7d:
      case 0x5d:
        frame = frame?.parent ?? null;
        expectsName = false;
        break;
      case 0x2c:
        if (frame?.names === null) frame.index += 1;
        expectsName = frame?.names !== null;
        break;
      case quoteMark: {
        const end = endOfString(text, i);
        if (expectsName && frame !== null) {
          frame.name = readString(text, i, end);
          const { names } = frame;
          const before = names?.size;
          names?.add(frame.name);
          if (names?.size === before && !isFull()) warnings.push(duplicate(frame, segment));
          expectsName = false;
        }
        i = end;
        break;
      }
      default:
        if (at === 0x2d || (at >= zero && at <= nine)) {
          const end = endOfNumber(text, i);
          const source = text.slice(i, end);
          if (isLossy(source) && !isFull()) warnings.push(lossy(source, frame, segment));
          i = end - 1;
        }
    }
  }
  if (unreported > 0)
    warnings.push(
      warn('more-warnings', `${String(unreported)} more warnings of these kinds.`, '', segment),
    );
  return warnings;
}

function placeOf(frame: Frame | null): string {
  const parts: string[] = [];
  for (let at = frame; at !== null; at = at.parent)
    parts.push(pointerPart(at.names === null ? at.index : at.name));
  return parts.toReversed().join('');
}

const duplicate = (frame: Frame, segment: TokenPlace['segment']): TokenWarning =>
  warn(
    'duplicate-member',
    'This member appears more than once: the last one counts in JavaScript, other readers may take the first.',
    placeOf(frame),
    segment,
  );

const lossy = (source: string, frame: Frame | null, segment: TokenPlace['segment']): TokenWarning =>
  warn(
    'lossy-number',
    `The number ${source.slice(0, 40)} cannot be held exactly: readers in JavaScript see ${String(Number(source))}.`,
    placeOf(frame),
    segment,
  );

function endOfString(text: string, start: number): number {
  let end = start + 1;
  for (; end < text.length; end += 1) {
    const at = text.charCodeAt(end);
    if (at === quoteMark) break;
    if (at === backslash) end += 1;
  }
  return end;
}

function readString(text: string, start: number, end: number): string {
  const inside = text.slice(start + 1, end);
  return inside.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : inside;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  for (; end < text.length; end += 1) {
    const at = text.charCodeAt(end);
    const isPart =
      (at >= zero && at <= nine) ||
      at === 0x2e ||
      at === 0x2b ||
      at === 0x2d ||
      (at | 0x20) === 0x65;
    if (!isPart) break;
  }
  return end;
}

const safeDigits = 15;

/** Whether the double nearest to a JSON number prints as another decimal value. */
export function isLossy(source: string): boolean {
  if (source.length <= safeDigits && !/[eE]/.test(source)) return false;
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
