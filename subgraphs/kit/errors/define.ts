/** What a caller may do about a refusal: nothing, ask again later as is, or ask again with other input. */
export type Retry = 'never' | 'later' | 'corrected';

/** A fact that decided a refusal. It travels as JSON: write a bigint or an instant as a string. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };

export type Facts = Readonly<Record<string, Fact>>;

/** A refusal that the caller can act on. Everything else that is thrown is our fault, and masked. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    readonly retry: Retry,
    message: string,
    readonly facts: Facts = {},
  ) {
    super(message);
  }
}

/** One entry of a table of error codes. */
export interface ErrorDefinition<Code extends string = string> {
  readonly code: Code;
  /** The broken rule, in a sentence: the line of the code in the README's list. */
  readonly means: string;
  readonly retry: Retry;
  /** Makes the error for the caller to throw: `throw ERRORS.X.raise('…')` ends a branch in the compiler's eyes. */
  raise(message: string, facts?: Facts): DomainError;
}

export function define<const Code extends string>(
  code: Code,
  { means, retry }: { means: string; retry: Retry },
): ErrorDefinition<Code> {
  return Object.freeze({
    code,
    means,
    retry,
    raise: (message: string, facts?: Facts) => new DomainError(code, retry, message, facts),
  });
}
