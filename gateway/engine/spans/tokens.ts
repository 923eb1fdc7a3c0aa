import { irregular } from '../response/sink.js';

/**
 * Readers of JSON as it travels. Each takes bytes and where a value begins, and gives where it ends. What is not written
 * in the plainest way is irregular, also where it is right: whoever parses all of it takes it from there.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export type ReadToken = (bytes: Uint8Array, at: number) => number;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = { open: 0x5b, close: 0x5d };
const OBJECT = { open: 0x7b, close: 0x7d };
/** What stands behind a backslash, but for `u`. */
const ESCAPED = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't'].map((one) => one.charCodeAt(0)));
const UNICODE_ESCAPE = 0x75;
/** More may not fit 32 bits. */
const INT_DIGITS_MAX = 9;
/** Far from what a double cannot hold. */
const FLOAT_LENGTH_MAX = 64;
const DEPTH_MAX = 32;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

/** @returns where the text ends. @throws IRREGULAR unless these very bytes stand there. */
export function literal(bytes: Uint8Array, at: number, text: Uint8Array): number {
  const { length } = text;
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text[index]) irregular();
  return at + length;
}

export const nothing: ReadToken = (bytes, at) => literal(bytes, at, NULL);

/** A string; that its bytes are UTF-8 is known of the answer as a whole. */
export const string: ReadToken = (bytes, at) => {
  if (bytes[at] !== QUOTE) irregular();
  for (let index = at + 1; ; index++) {
    const byte = bytes[index]!;
    if (byte === QUOTE) return index + 1;
    if (byte === BACKSLASH) index = escape(bytes, index);
    // Beyond the end there is no byte, and that is no larger either.
    else if (!(byte >= 0x20)) irregular();
  }
};

/** @returns where the last character of the escape stands. */
function escape(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1]!;
  if (ESCAPED.has(kind)) return at + 1;
  if (kind !== UNICODE_ESCAPE) irregular();
  for (let index = at + 2; index < at + 6; index++) if (!isHex(bytes[index])) irregular();
  return at + 5;
}

/** An integer that certainly fits 32 bits. */
export const int: ReadToken = (bytes, at) => {
  const first = bytes[at] === MINUS ? at + 1 : at;
  const end = digits(bytes, first);
  if (end - first > INT_DIGITS_MAX || (first > at && bytes[first] === ZERO)) irregular();
  return end;
};

/** A number without an exponent. */
export const float: ReadToken = (bytes, at) => {
  const whole = digits(bytes, bytes[at] === MINUS ? at + 1 : at);
  const end = bytes[whole] === DOT ? fraction(bytes, whole + 1) : whole;
  if (end - at > FLOAT_LENGTH_MAX) irregular();
  return end;
};

export const boolean: ReadToken = (bytes, at) => literal(bytes, at, bytes[at] === TRUE[0] ? TRUE : FALSE);

/** Reads the values of an enumeration. */
export function oneOf(names: readonly string[]): ReadToken {
  const known = new Set(names);
  return (bytes, at) => {
    const end = string(bytes, at);
    let name = '';
    for (let index = at + 1; index < end - 1; index++) name += String.fromCharCode(bytes[index]!);
    if (!known.has(name)) irregular();
    return end;
  };
}

/** Whatever JSON can say. */
export function any(bytes: Uint8Array, at: number, depth = 0): number {
  switch (bytes[at]) {
    case QUOTE:
      return string(bytes, at);
    case OBJECT.open:
    case LIST.open:
      return depth < DEPTH_MAX ? members(bytes, at, depth) : irregular();
    case TRUE[0]:
    case FALSE[0]:
      return boolean(bytes, at);
    case NULL[0]:
      return nothing(bytes, at);
    default:
      return float(bytes, at);
  }
}

function members(bytes: Uint8Array, start: number, depth: number): number {
  const isObject = bytes[start] === OBJECT.open;
  const { close } = isObject ? OBJECT : LIST;
  if (bytes[start + 1] === close) return start + 2;
  for (let at = start + 1; ; at++) {
    if (isObject) {
      at = string(bytes, at);
      if (bytes[at++] !== COLON) irregular();
    }
    at = any(bytes, at, depth + 1);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) irregular();
  }
}

function digits(bytes: Uint8Array, at: number): number {
  const end = fraction(bytes, at);
  if (bytes[at] === ZERO && end > at + 1) irregular();
  return end;
}

/** One digit at least. */
function fraction(bytes: Uint8Array, at: number): number {
  let end = at;
  while (isDigit(bytes[end])) end++;
  return end > at ? end : irregular();
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}
