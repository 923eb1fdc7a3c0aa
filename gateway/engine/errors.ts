import { define } from '../../subgraphs/kit/errors/define.js';

/** The codes that the engine raises or writes into answers, beside `INTERNAL_SERVER_ERROR`, `NOT_FOUND`, `OVERLOADED` and `RATE_LIMITED`. */
export const ENGINE_ERRORS = {
  PLANNING_FAILED: define('PLANNING_FAILED', {
    means:
      'The operation has no plan within the limits on ways compared and on time, or is of a form that the planner fails at.',
    retry: 'corrected',
  }),
  FIELD_UNREACHABLE: define('FIELD_UNREACHABLE', {
    means: 'The supergraph has the field, but no subgraph that can be asked for it in this place.',
    retry: 'corrected',
  }),
  ANSWER_TOO_LARGE: define('ANSWER_TOO_LARGE', {
    means: 'The answer has more bytes than are sent; changes that the operation made stand.',
    retry: 'corrected',
  }),
  SUBGRAPH_UNAVAILABLE: define('SUBGRAPH_UNAVAILABLE', {
    means: 'A service that owns part of the answer cannot be reached; the rest of the answer stands.',
    retry: 'later',
  }),
  SUBGRAPH_TIMEOUT: define('SUBGRAPH_TIMEOUT', {
    means:
      'A service did not answer in time; repeat a mutation with the same idempotency key to learn what became of it.',
    retry: 'later',
  }),
  SUBGRAPH_OVERLOADED: define('SUBGRAPH_OVERLOADED', {
    means: 'As many requests as may already wait for a service that owns part of the answer.',
    retry: 'later',
  }),
  SUBGRAPH_ANSWER_TOO_LARGE: define('SUBGRAPH_ANSWER_TOO_LARGE', {
    means: 'A service answered with more bytes than are read; changes that the operation made stand.',
    retry: 'corrected',
  }),
  SUBGRAPH_ANSWER_INVALID: define('SUBGRAPH_ANSWER_INVALID', {
    means: 'A service answered with something that is no GraphQL answer.',
    retry: 'later',
  }),
  SUBGRAPH_ERRORS_OMITTED: define('SUBGRAPH_ERRORS_OMITTED', {
    means: 'A service reported more errors in one answer than are passed on.',
    retry: 'corrected',
  }),
} as const;
