import { define } from './define.js';

/**
 * The codes that every service and the gateway share; each subgraph adds a table of its own.
 *
 * When two refusals apply, the one that stands higher wins.
 */
export const COMMON = {
  RATE_LIMITED: define('RATE_LIMITED', {
    means: 'The caller asked more often than the limit allows.',
    retry: 'later',
  }),
  OVERLOADED: define('OVERLOADED', {
    means:
      'As many requests are being worked on, or wait, as may at once, in all or of one caller; or the gateway is stopping.',
    retry: 'later',
  }),
  GRAPHQL_PARSE_FAILED: define('GRAPHQL_PARSE_FAILED', {
    means: 'The document is not GraphQL.',
    retry: 'corrected',
  }),
  GRAPHQL_VALIDATION_FAILED: define('GRAPHQL_VALIDATION_FAILED', {
    means: 'The document does not fit the schema.',
    retry: 'corrected',
  }),
  PASSPORT_INVALID: define('PASSPORT_INVALID', {
    means: 'A subgraph was asked without a passport that the gateway signed for it and for this request.',
    retry: 'never',
  }),
  PASSPORT_REPLAYED: define('PASSPORT_REPLAYED', {
    means: 'The passport of a mutation has already been spent.',
    retry: 'never',
  }),
  UNAUTHENTICATED: define('UNAUTHENTICATED', {
    means: 'Nobody is signed in, or the session has ended.',
    retry: 'corrected',
  }),
  TOKEN_EXPIRED: define('TOKEN_EXPIRED', {
    means: 'The access token that a subscription was opened with has expired; open it anew with a fresh one.',
    retry: 'corrected',
  }),
  BAD_USER_INPUT: define('BAD_USER_INPUT', {
    means: 'A value in the request is not of the form that its field asks for.',
    retry: 'corrected',
  }),
  NOT_FOUND: define('NOT_FOUND', {
    means: 'There is no such thing, or none that the viewer may know of.',
    retry: 'never',
  }),
  FORBIDDEN: define('FORBIDDEN', {
    means: 'The viewer is known and may not do or see this.',
    retry: 'never',
  }),
  SIGNATURE_INVALID: define('SIGNATURE_INVALID', {
    means: 'The signature was not made over this statement by an active key of the actor.',
    retry: 'corrected',
  }),
  SIGNATURE_SPENT: define('SIGNATURE_SPENT', {
    means:
      'What this signed statement orders was done before; another is signed, with another nonce, to do it again.',
    retry: 'corrected',
  }),
  IDEMPOTENCY_KEY_REUSED: define('IDEMPOTENCY_KEY_REUSED', {
    means: 'The idempotency key was used in the last thirty days with other input.',
    retry: 'corrected',
  }),
  SUBSCRIPTIONS_EXCEEDED: define('SUBSCRIPTIONS_EXCEEDED', {
    means:
      'As many connections or subscriptions are open as one viewer, address, connection or service may hold.',
    retry: 'later',
  }),
  PROJECTION_BEHIND: define('PROJECTION_BEHIND', {
    means:
      'What the viewer has just changed, or which sessions have ended, has not reached this service in time.',
    retry: 'later',
  }),
  SERVICE_UNAVAILABLE: define('SERVICE_UNAVAILABLE', {
    means:
      'The database of the service cannot be reached, cannot be written to or is too busy at the moment, or another service that it needs is away; repeat a mutation with the same idempotency key to learn what became of it.',
    retry: 'later',
  }),
  DEADLINE_EXCEEDED: define('DEADLINE_EXCEEDED', {
    means: 'The answer was not ready within the time allowed.',
    retry: 'later',
  }),
  INTERNAL_SERVER_ERROR: define('INTERNAL_SERVER_ERROR', {
    means: 'The fault is ours; the request id finds it in our log.',
    retry: 'later',
  }),
} as const;
