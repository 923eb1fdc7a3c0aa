import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

/** An answer's data, written as JSON text already. */
export class AnswerText {
  constructor(
    readonly text: string,
    /** Seconds for which it is the same for everybody; undefined if it is not. */
    readonly maxAgeSeconds?: number,
  ) {}
}

/** An error of an answer in the wire shape that its caller may see: nothing needs to be looked up or masked any more. */
export class AnswerError extends GraphQLError {
  constructor(readonly wire: GraphQLFormattedError) {
    super(wire.message, { path: wire.path, extensions: wire.extensions });
  }
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
