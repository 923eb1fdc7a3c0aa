import type { GraphQLFormattedError } from 'graphql';
import type { AnswerText } from './answer.js';

/** What came of an operation. */
export interface Written {
  readonly data: AnswerText;
  readonly errors: readonly GraphQLFormattedError[];
}
