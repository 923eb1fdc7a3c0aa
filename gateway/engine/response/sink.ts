import { printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import type { WrittenNumber } from '../../../subgraphs/kit/wire/exactJson.js';

/** Thrown where an answer is not as the schema has it; the careful writer then says what is wrong. */
export const IRREGULAR = new Error('irregular');

export function irregular(): never {
  throw IRREGULAR;
}

const FIRST_BYTES = 64 * 1024;
/** What is kept between answers; a larger one gives its room back. */
const KEPT_BYTES = 1024 * 1024;
/** Up to this length, looking at each character beats two calls of what is built in. */
const SHORT = 200;
/** Up to this length, a loop beats one. */
const SHORT_LITERAL = 48;
const SHORT_COPY = 96;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
/** Integers of up to so many digits are written without a string of them. */
const DIGITS_MAX = 9;
const POWERS = Array.from({ length: DIGITS_MAX + 1 }, (_, digits) => 10 ** digits);

/** More was written than an answer may have. */
export class SinkFull extends Error {
  override readonly name = 'SinkFull';

  constructor() {
    super('more was written than an answer may have');
  }
}

/**
 * Where an answer is written, in the UTF-8 in which it is sent. To put a string together piece by piece and encode it
 * then takes several times as long and ten times the memory, and most of the latter outlives a collection or two.
 *
 * One serves a whole thread: an answer is written without a pause.
 */
export class Sink {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private at = 0;
  private bytesMax = 0;

  /** @param bytesMax - of what is written until `take`. */
  begin(bytesMax: number): void {
    this.at = 0;
    this.bytesMax = bytesMax;
    if (this.bytes.length > KEPT_BYTES) this.bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  /** What was written, in bytes of its own. */
  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.at));
  }

  /** How much was written; a place to come back to with `repeat`. */
  get mark(): number {
    return this.at;
  }

  /** Writes once more what was written from one mark to another. */
  repeat(from: number, to: number): void {
    this.room(to - from);
    this.bytes.copyWithin(this.at, from, to);
    this.at += to - from;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.at++] = value;
  }

  literal(text: Uint8Array): void {
    const { length } = text;
    this.room(length);
    const { bytes, at } = this;
    if (length > SHORT_LITERAL) bytes.set(text, at);
    else for (let index = 0; index < length; index++) bytes[at + index] = text[index]!;
    this.at = at + length;
  }

  /** Bytes that stand elsewhere. */
  copy(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.room(length);
    const { bytes, at } = this;
    if (length > SHORT_COPY) bytes.set(from.subarray(start, end), at);
    else for (let index = 0; index < length; index++) bytes[at + index] = from[start + index]!;
    this.at = at + length;
  }

  /** A string as JSON has it. */
  string(text: string): void {
    const { length } = text;
    if (length > SHORT) return this.json(text);
    this.room(length * 3 + 2);
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        if (code < 0x20 || code === QUOTE || code === BACKSLASH) return this.json(text);
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        return this.json(text);
      }
    }
    bytes[at++] = QUOTE;
    this.at = at;
  }

  /** @param value - finite. */
  number(value: number): void {
    if (value < 0 || value >= POWERS[DIGITS_MAX]! || !Number.isInteger(value)) return this.encode(`${value}`);
    let digits = 1;
    while (value >= POWERS[digits]!) digits++;
    this.room(digits);
    let rest = value | 0;
    for (let index = this.at + digits - 1; index >= this.at; index--) {
      const tens = (rest / 10) | 0;
      this.bytes[index] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.at += digits;
  }

  /** A number as it was written. */
  written({ text }: WrittenNumber): void {
    this.encode(text);
  }

  /** @throws IRREGULAR for what JSON does not have. */
  json(value: unknown): void {
    this.encode(printExact(value) ?? irregular());
  }

  private encode(text: string): void {
    this.room(text.length * 3);
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  /** @throws SinkFull */
  private room(more: number): void {
    const needed = this.at + more;
    if (needed <= this.bytes.length) return;
    // Room is asked for generously, so what is written may fit though the room does not.
    if (this.at > this.bytesMax) throw new SinkFull();
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}

/** The one of this thread. */
export const SINK = new Sink();
