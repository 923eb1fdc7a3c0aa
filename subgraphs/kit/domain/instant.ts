/** RFC 3339 in UTC, with at most the nine fractional digits that anybody writes. */
const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z$/;

/**
 * An instant that remembers how it was written. A signature is over text, and `…:00Z` and `…:00.000Z` are one instant
 * in two texts: a statement is checked in the form in which it was signed.
 */
export class WrittenInstant extends Date {
  constructor(readonly written: string) {
    super(written);
  }
}

/**
 * Reads an ISO 8601 instant that ends in Z. A day that no calendar has, an hour 24 and a leap second are none: Date would
 * roll the first two over, and neither it nor PostgreSQL has a place for the third. Digits below the millisecond are
 * kept in the written form alone.
 *
 * @returns undefined for everything else.
 */
export function readInstant(text: string): WrittenInstant | undefined {
  const toTheSecond = FORM.exec(text)?.[1];
  if (toTheSecond === undefined) return undefined;
  const at = new WrittenInstant(text);
  // What rolled over is written otherwise.
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(`${toTheSecond}.`)) return undefined;
  return at;
}

/** As whoever sent it wrote it; what we made ourselves, to the millisecond. */
export function writtenForm(at: Date): string {
  return at instanceof WrittenInstant ? at.written : at.toISOString();
}
