import { randomBytes } from 'node:crypto';

/**
 * Numbers that a double does not keep as they were written, in texts that look like JSON: of many digits, with an
 * exponent, with a zero at the end of a fraction, or negative zero. It may find more, within texts; each is looked at.
 */
const SUSPECT = /[[:,]\s*(?:-0[\s,\]}]|-?[\d.]{17}|-?\d+(?:\d{15}|(?:\.\d+)?[eE]|\.(?:0{6}|\d*0[\s,\]}])))/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Begins texts that stand for numbers on their way through JSON; nobody outside can know it. */
const MARK = `${randomBytes(12).toString('hex')}#`;
const MARKED = new RegExp(`"${MARK}([^"]+)"`, 'g');

let isMarking = false;
let hasMarked = false;

/** A number that a double would change, as it was written in JSON. */
export class WrittenNumber {
  constructor(readonly text: string) {}

  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  /** To whoever prints it by ways that are not exact, it is the number that it would have been. */
  toJSON(): number | string {
    if (!isMarking) return Number(this.text);
    hasMarked = true;
    return MARK + this.text;
  }
}

/** As `JSON.parse`, but that numbers which a double would change become `WrittenNumber`s. @throws SyntaxError */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return SUSPECT.test(text) ? (JSON.parse(markNumbers(text), reviveMarked) as unknown) : value;
}

/** As `JSON.stringify`, but that each `WrittenNumber` is printed as it was written. */
export function printExact(value: unknown): string | undefined {
  isMarking = true;
  hasMarked = false;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } finally {
    isMarking = false;
  }
  return hasMarked && text !== undefined ? unmarkNumbers(text) : text;
}

/** Whether there is a number in a value that a double would change. */
export function holdsWritten(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof WrittenNumber) return true;
  return Object.values(value).some(holdsWritten);
}

/** The same value with plain numbers; itself where it has no others. */
export function plainNumbers<T>(value: T): T {
  if (value instanceof WrittenNumber) return Number(value.text) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => plainNumbers(item));
    return items.some((item, index) => item !== value[index]) ? (items as T) : value;
  }
  const entries = Object.entries(value).map(
    ([key, one]: [string, unknown]) => [key, plainNumbers(one)] as const,
  );
  const isPlain = entries.every(([key, one]) => (value as Record<string, unknown>)[key] === one);
  return isPlain ? value : (Object.fromEntries(entries) as T);
}

/** As `markNumbers`, for what may be no JSON: whoever parses it hears that of the text itself. */
export function markedJson(text: string): string {
  if (!SUSPECT.test(text)) return text;
  try {
    JSON.parse(text);
    return markNumbers(text);
  } catch {
    return text;
  }
}

/** JSON in which texts stand for the numbers that a double would change, for whoever parses it with `reviveMarked`. */
export function markNumbers(json: string): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at < json.length;) {
    const code = json.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(json, at);
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      NUMBER.lastIndex = at;
      const [written] = NUMBER.exec(json) ?? [];
      if (written === undefined) return json;
      if (String(Number(written)) !== written) {
        parts.push(json.slice(done, at), `"${MARK}${written}"`);
        done = at + written.length;
      }
      at += written.length;
    } else {
      at += 1;
    }
  }
  return done === 0 ? json : parts.join('') + json.slice(done);
}

export function unmarkNumbers(json: string): string {
  return json.includes(MARK) ? json.replace(MARKED, '$1') : json;
}

/** For `JSON.parse`. */
export function reviveMarked(_: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(MARK)
    ? new WrittenNumber(value.slice(MARK.length))
    : value;
}

/** For `JSON.stringify`, where `unmarkNumbers` comes after. */
export function markWritten(this: unknown, key: string, value: unknown): unknown {
  const own: unknown = (this as Record<string, unknown>)[key];
  return own instanceof WrittenNumber ? MARK + own.text : value;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = json.charCodeAt(at);
    if (code === 0x22 || at >= json.length) return at + 1;
    at += code === 0x5c ? 2 : 1;
  }
}
