/** What one step of a request's way is called in a trace. Nothing that a person is known by, and no variable. */
export interface SpanForm {
  readonly name: string;
  /** Whether another process, or person, asked for it, or it asks another, or neither. */
  readonly kind: 'server' | 'client' | 'internal';
  /** Headers that may say of which trace it is; otherwise it is of that of the step around it. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Whether it is left out where it would begin a trace: what a process does by itself is none. */
  readonly onlyWithin?: boolean;
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Span {
  add(attributes: Attributes): void;
  /** @param code - of the error that it ended with. */
  failed(code: string): void;
}
