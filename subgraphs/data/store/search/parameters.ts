/** A statement's parameters, in the order of their places. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The place of a value: `$1`. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
