import type { GraphQLFormattedError } from 'graphql';
import type { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { ENGINE_ERRORS } from '../errors.js';

const HEAD = '{"data":';
const TAIL = '}';

/** An answer's data, written as JSON already. */
export class AnswerText {
  private constructor(
    private readonly given: string | undefined,
    /** The answer `{"data":…}` in UTF-8, if it was written so. */
    readonly document: Buffer | undefined,
    /** Seconds for which it is the same for everybody; undefined if it is not. */
    readonly maxAgeSeconds?: number,
  ) {}

  static ofText(text: string): AnswerText {
    return new AnswerText(text, undefined);
  }

  static ofDocument(document: Buffer): AnswerText {
    return new AnswerText(undefined, document);
  }

  get text(): string {
    return this.given ?? this.document!.toString('utf8', HEAD.length, this.document!.length - TAIL.length);
  }

  /** The same, known to be the same for everybody for so many seconds. */
  lasting(maxAgeSeconds: number): AnswerText {
    return new AnswerText(this.given, this.document, maxAgeSeconds);
  }
}

export function answerTooLarge(limit: number): DomainError {
  return ENGINE_ERRORS.ANSWER_TOO_LARGE.raise('Ask for smaller pages, or for less at once.', { limit });
}

/** What goes over the wire, with data as text or, where there is no answer, without. */
export interface AnswerParts {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: object;
}

/** The JSON text of a whole answer; data that is text stays as it is. */
export function answerText({ data, errors, extensions }: AnswerParts): string {
  const parts: string[] = [];
  if (errors && errors.length > 0) parts.push(`"errors":${JSON.stringify(errors)}`);
  if (data instanceof AnswerText) parts.push(`"data":${data.text}`);
  else if (data !== undefined) parts.push(`"data":${JSON.stringify(data)}`);
  if (extensions && Object.keys(extensions).length > 0)
    parts.push(`"extensions":${JSON.stringify(extensions)}`);
  return `{${parts.join()}}`;
}

/** What came of an operation. */
export interface Written {
  readonly data: AnswerText;
  readonly errors: readonly GraphQLFormattedError[];
}
