import type { GraphQLFormattedError } from 'graphql';
import type { Retry } from '../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../subgraphs/kit/errors/table.js';

const CODE = /^[A-Z][A-Z0-9_]{1,63}$/;
const RETRIES: ReadonlySet<unknown> = new Set<Retry>(['never', 'later', 'corrected']);

/** What a subgraph says of the request that the gateway made: our fault, whatever the viewer asked. */
const OUR_FAULT: ReadonlySet<unknown> = new Set([
  COMMON.GRAPHQL_PARSE_FAILED.code,
  COMMON.GRAPHQL_VALIDATION_FAILED.code,
  COMMON.PASSPORT_INVALID.code,
  COMMON.PASSPORT_REPLAYED.code,
]);

/** Extensions by which servers steer one another; they are not facts for a caller. */
export const NOT_FACTS: ReadonlySet<string> = new Set(['http', 'stacktrace', 'exception', 'serviceName']);

export interface SubgraphErrorOptions {
  requestId: string;
  /** Receives what the caller does not get to see. */
  log: (error: unknown) => void;
}

/**
 * What of a subgraph's error reaches the caller: a refusal in our wire shape with its code, retry and facts, and
 * nothing of any other. Its places in the subgraph's document go; Apollo turns its path into the caller's.
 */
export function subgraphError(
  { message, path, extensions = {} }: GraphQLFormattedError,
  { requestId, log }: SubgraphErrorOptions,
): GraphQLFormattedError {
  const { code, retry } = extensions;
  if (typeof code === 'string' && CODE.test(code) && RETRIES.has(retry) && !OUR_FAULT.has(code)) {
    const facts = Object.entries(extensions).filter(([name]) => !NOT_FACTS.has(name));
    return { message, path, extensions: Object.fromEntries(facts) };
  }
  log({ message, path, code });
  const masked = COMMON.INTERNAL_SERVER_ERROR;
  const facts = { code: masked.code, retry: masked.retry, requestId };
  return { message: 'Something went wrong on our side.', path, extensions: facts };
}
